//! What becomes of photos that nobody took along, and who may take one along: the same on both engines.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{Photo, PhotoRole, Words};
use domain::ids::{FileId, PlaceId};
use domain::ledger::Recorded;
use domain::people::Actor;
use domain::place::Place;
use std::time::{Duration, SystemTime};
use store::{Command, Halt, Tx, Value, tables};
use town::{DISTRICT, Town, story};
use work::Problem;
use work::hazard::{NewReport, Receipt};
use work::place::{self, PlaceEntry};
use work::upkeep::{sweep_disk, tidy};

fn report(photos: Vec<Photo>) -> NewReport {
    NewReport {
        text: "路面塌陷".into(), address: "解放路 12 号门前".into(), photos, ..NewReport::default()
    }
}

/// Many places, each with its picture.
struct Pictures {
    like: Place,
    sent: Instant,
}

impl Command for Pictures {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        for n in 1..=210u128 {
            let file = FileId(uuid::Uuid::from_u128(n));
            let digest = || Value::Bytes(vec![0; 32]);
            let mut row = vec![DISTRICT.into(), file.into(), digest(), digest()];
            row.extend([0i64.into(), Value::Null, 4i64.into(), 3i64.into(), Value::Null, self.sent.into()]);
            tx.write(&tables::UPLOADS, row);
            let id = PlaceId(tx.new_id());
            let now = Place { id, photo: Some(file), ..self.like.clone() };
            tx.record::<Place>(id.0, &Recorded::Registered { now }, &Words::none())?;
        }
        Ok(())
    }
}

fn some_place(town: &Town) -> Place {
    let entry = PlaceEntry { name: "示例小学".into(), ..PlaceEntry::default() };
    let keeper = town.officer("system administrator").actor();
    let id = town.block_on(place::register(&town.app, keeper, None, entry)).unwrap();
    let read = town.app.store().read_blocking(|c| {
        let rows = c.query(
            "select state from places where district = $1 and id = $2",
            &[DISTRICT.into(), id.into()],
        )?;
        Ok(serde_json::from_str(rows[0].text(0)?).unwrap())
    });
    read.unwrap()
}

story!(
    /// 未随报告提交的照片: gone after two days, however many pictures hang at places; what a report has stays.
    a_photo_that_joined_nothing_goes_after_two_days,
    |town| {
        let like = some_place(&town);
        let pictures = Pictures { like, sent: Instant(0) };
        town.app.store().execute_blocking(DISTRICT, Actor::System, None, pictures).unwrap();
        let (loose, used) = (town.photo(PhotoRole::Before), town.photo(PhotoRole::Before));
        town.resident().sends(report(vec![used.clone()]), None).unwrap();
        town.wait(47 * Instant::HOUR);
        assert_eq!(town.block_on(tidy(&town.app)).unwrap().photos, 0);
        town.wait(2 * Instant::HOUR);
        assert_eq!(town.block_on(tidy(&town.app)).unwrap().photos, 1);
        let there = |photo: &Photo| town.shelf().holds(photo.file.0.into());
        assert_eq!((there(&loose), there(&used)), (false, true));
        assert_eq!(town.block_on(tidy(&town.app)).unwrap().photos, 0);
        let late = town.resident().sends(report(vec![loose]), None).unwrap_err();
        assert_eq!(late.errors, [("photos".to_owned(), "unknown".to_owned())]);
    }
);

story!(
    /// Two reports that take the same photo along at the same moment: one has it, the other one hears of it.
    a_photo_joins_one_report,
    |town| {
        for _ in 0..8 {
            let photo = town.photo(PhotoRole::Before);
            let both: Vec<Result<Receipt, Problem>> = std::thread::scope(|scope| {
                let sends = || town.resident().sends(report(vec![photo.clone()]), None);
                let threads = [scope.spawn(sends), scope.spawn(sends)];
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            let refused: Vec<&Problem> = both.iter().filter_map(|sent| sent.as_ref().err()).collect();
            assert_eq!(refused.len(), 1, "{both:?}");
            assert_eq!(refused[0].errors, [("photos".to_owned(), "unknown".to_owned())]);
        }
        town.is_sound();
    }
);

fn folder(town: &Town, photo: &Photo) -> std::path::PathBuf {
    let name = photo.file.0.simple().to_string();
    town.folder().join("photos").join(&name[28..30]).join(&name[30..]).join(name)
}

/// It has lain there for long.
fn ages(town: &Town, photo: &Photo) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    std::fs::File::open(folder(town, photo)).unwrap().set_modified(long_ago).unwrap();
}

fn loses_its_row(town: &Town, photo: &Photo) {
    assert_eq!(town.tampers("delete from uploads where file = $1", &[photo.file.into()]), 1);
}

story!(
    /// 磁盘上无记录的照片: a crash left it; it goes once it is old, and never when the folder seems to be another one's.
    what_lies_on_the_disk_without_a_row_is_swept,
    |town| {
        let photos: Vec<Photo> = (0..5).map(|_| town.photo(PhotoRole::Before)).collect();
        let [kept, also_kept, left, fresh, other] = photos.as_slice() else { unreachable!() };
        let there = || photos.iter().map(|photo| town.shelf().holds(photo.file.0.into())).collect::<Vec<_>>();
        let swept = || town.block_on(sweep_disk(&town.app)).unwrap();
        for photo in [kept, also_kept, left, other] {
            ages(&town, photo);
        }
        assert_eq!(swept(), 0, "each has its row");
        loses_its_row(&town, left);
        loses_its_row(&town, fresh);
        assert_eq!((swept(), there()), (1, vec![true, true, false, true, true]));
        for photo in [kept, also_kept] {
            loses_its_row(&town, photo);
        }
        assert_eq!((swept(), there()), (0, vec![true, true, false, true, true]), "it may be another database");
    }
);

story!(
    /// 补传: a device was without a network for so long that the photo it had sent was thrown away. It sends it again with
    /// the same key, and it is there again.
    a_photo_that_was_thrown_away_is_taken_in_again,
    |town| {
        let drawn = files::sketch(files::Scene::Street, false, 7);
        let sender = town.officer("road worker").actor();
        let again = || {
            let kept = work::photo::keep_once(&town.app, &sender, drawn.clone(), Some(town::key("photo", "same")));
            town.block_on(kept).unwrap().file
        };
        let first = again();
        assert_eq!(again(), first);
        town.wait(3 * Instant::DAY);
        assert_eq!(town.block_on(tidy(&town.app)).unwrap().photos, 1);
        let second = again();
        assert_ne!(second, first);
        assert_eq!(again(), second);
        assert!(town.shelf().holds(second.0.into()));
        town.is_sound();
    }
);
