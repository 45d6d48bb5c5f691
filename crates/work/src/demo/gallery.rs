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

/// The drawings, and which of them were handed out under which id.
pub(super) struct Gallery {
    drawn: Vec<files::Photo>,
    given: Vec<(FileId, usize)>,
    known: HashMap<FileId, usize>,
    left: usize,
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
        Ok(Self { drawn, given: Vec::new(), known: HashMap::new(), left: most })
    }

    /// A photo of a scene under a new id; nothing when all have been handed out and it is not needed.
    pub(super) fn photo(
        &mut self,
        scene: Scene,
        mended: bool,
        role: PhotoRole,
        variant: usize,
        id: FileId,
        needed: bool,
    ) -> Option<Photo> {
        if self.left == 0 && !needed {
            return None;
        }
        self.left = self.left.saturating_sub(1);
        let of_scene = Scene::ALL.iter().position(|s| *s == scene).unwrap_or(0);
        let nth = (of_scene * VARIANTS as usize + variant % VARIANTS as usize) * 2 + usize::from(mended);
        let drawn = self.drawn.get(nth)?;
        self.given.push((id, nth));
        self.known.insert(id, nth);
        let (sha256, kept) = (hex::encode(drawn.original_sha256), hex::encode(drawn.kept_sha256()));
        Some(Photo { file: id, role, sha256, kept, phash: drawn.phash })
    }

    /// The row under which a photo that was sent is known.
    pub(super) fn upload(&self, photo: &Photo) -> Option<Vec<Value>> {
        let drawn = &self.drawn[*self.known.get(&photo.file)?];
        Some(vec![
            photo.file.into(),
            drawn.original_sha256.into(),
            drawn.kept_sha256().into(),
            drawn.phash.into(),
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
