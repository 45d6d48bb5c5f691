//! Drawn photos: a few dozen drawings, each kept as often as a hazard needs one, always under a new id.

use crate::{App, Problem};
use domain::hazard::{Photo, PhotoRole};
use domain::ids::FileId;
use files::{Keep, Limits, Scene, sketch};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::Value;

/// How many drawings there are of one scene, each before and after.
const VARIANTS: u64 = 2;

/// Of so many photos of results one keeps the hash of its drawing, so that a few cases show a photo used twice. All
/// others get a hash of their own: each stands for a picture that somebody took, and would be found again a thousand
/// times if it had that of one of a few dozen drawings.
const HONEST: usize = 60;

/// What a photo shows.
#[derive(Clone, Copy)]
pub(super) struct Shot {
    pub(super) scene: Scene,
    pub(super) mended: bool,
    pub(super) variant: usize,
    /// Whether it keeps the hash of its drawing, and is found where the drawing is used again.
    pub(super) as_drawn: bool,
}

/// The drawings, and which of them were handed out under which id.
pub(super) struct Gallery {
    drawn: Vec<files::Photo>,
    given: Vec<(FileId, usize)>,
    known: HashMap<FileId, Given>,
    left: usize,
    results: usize,
}

/// A drawing that was handed out, and the hashes under which it is found.
#[derive(Clone, Copy)]
struct Given {
    nth: usize,
    phash: i64,
    middle: i64,
}

impl Gallery {
    /// Draws everything; `most` photos are handed out.
    pub(super) fn draw(app: &App, seed: u64, most: usize) -> Result<Self, Problem> {
        let seal = crate::photo::SealWith(&app.inner().sealer);
        let mut wanted = Vec::new();
        for scene in Scene::ALL {
            for variant in 0..VARIANTS {
                wanted.extend([false, true].map(|mended| (scene, mended, seed ^ (variant + 1))));
            }
        }
        let drawn = std::thread::scope(|scope| {
            let half = wanted.len().div_ceil(2);
            let workers: Vec<_> = wanted
                .chunks(half)
                .map(|part| {
                    let seal = &seal;
                    scope.spawn(move || {
                        let one = |(scene, mended, seed): &(Scene, bool, u64)| {
                            files::process(&sketch(*scene, *mended, *seed), &Limits::default(), seal)
                        };
                        part.iter().map(one).collect::<Result<Vec<_>, _>>()
                    })
                })
                .collect();
            let mut all = Vec::new();
            for worker in workers {
                all.extend(worker.join().map_err(|_| Problem::new(500, "internal"))??);
            }
            Ok::<_, Problem>(all)
        })?;
        Ok(Self { drawn, given: Vec::new(), known: HashMap::new(), left: most, results: 0 })
    }

    /// A photo of a scene under a new id; nothing when all have been handed out and it is not needed.
    pub(super) fn photo(&mut self, shot: Shot, role: PhotoRole, id: FileId, needed: bool) -> Option<Photo> {
        let Shot { scene, mended, variant, as_drawn } = shot;
        if self.left == 0 && !needed {
            return None;
        }
        self.left = self.left.saturating_sub(1);
        let of_scene = Scene::ALL.iter().position(|s| *s == scene).unwrap_or(0);
        let nth = (of_scene * VARIANTS as usize + variant % VARIANTS as usize) * 2 + usize::from(mended);
        let drawn = self.drawn.get(nth)?;
        self.given.push((id, nth));
        let mut given = Given { nth, phash: own_hash(id), middle: own_hash(id).rotate_left(31) };
        self.results += usize::from(role == PhotoRole::After);
        if as_drawn || (role == PhotoRole::After && self.results.is_multiple_of(HONEST)) {
            given = Given { nth, phash: drawn.phash, middle: drawn.middle };
        }
        self.known.insert(id, given);
        let (sha256, kept) = (hex::encode(drawn.original_sha256), hex::encode(drawn.kept_sha256()));
        let (phash, middle) = (given.phash, Some(given.middle));
        Some(Photo { file: id, role, sha256, kept, phash, middle, taken: None, distance_m: None })
    }

    /// The row under which a photo that was sent is known.
    pub(super) fn upload(&self, photo: &Photo) -> Option<Vec<Value>> {
        let given = self.known.get(&photo.file)?;
        let drawn = &self.drawn[given.nth];
        Some(vec![
            photo.file.into(),
            drawn.original_sha256.into(),
            drawn.kept_sha256().into(),
            given.phash.into(),
            given.middle.into(),
            drawn.width.into(),
            drawn.height.into(),
        ])
    }

    /// Puts everything that was handed out on the shelf: files first, then the rows that name them.
    pub(super) fn keep(&self, app: &App) -> Result<usize, Problem> {
        let next = AtomicUsize::new(0);
        let shelf = &app.inner().shelf;
        let put = || -> Result<(), Problem> {
            while let Some((file, nth)) = self.given.get(next.fetch_add(1, Ordering::Relaxed)) {
                shelf.put(file.0.into(), &self.drawn[*nth]).map_err(|error| {
                    tracing::error!(%error, "a photo could not be kept");
                    Problem::new(507, "no_space")
                })?;
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8).map(|_| scope.spawn(put)).collect();
            for worker in workers {
                worker.join().map_err(|_| Problem::new(500, "internal"))??;
            }
            Ok(self.given.len())
        })
    }
}

/// A hash that no other photo has: SplitMix64 of the random half of its id.
fn own_hash(id: FileId) -> i64 {
    let seed = id.0.as_u128() as u64;
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) as i64
}
