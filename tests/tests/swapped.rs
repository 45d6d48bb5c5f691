//! 核验: what somebody puts in another's place, together with the row that spoke of it, is found all the same. On both
//! engines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "stories fail loudly")]

use domain::ids::FileId;
use domain::ledger::Noun;
use domain::people::Actor;
use domain::place::PlaceKind;
use store::Value;
use store::verify::What;
use tables::{Map, Options};
use town::{Town, story};
use uuid::Uuid;
use work::hazard::{Importing, import};
use work::place::PlaceEntry;

/// What does not fit first: where, and what.
fn found(town: &Town) -> Option<(Option<Noun>, Option<Uuid>, What)> {
    town.verify().first.map(|fault| (fault.noun, fault.stream, fault.what))
}

story!(
    /// 现场照片: another picture on the disk under the same id, with a row that says so.
    a_place_has_the_picture_that_its_event_names,
    |town| {
        let keeper = town.officer("system administrator").actor();
        let keep = |seed: u64| {
            let drawn = files::sketch(files::Scene::Street, false, seed);
            let kept = town.block_on(work::photo::keep(&town.app, &keeper, drawn)).unwrap();
            kept.file.0
        };
        let (shown, other) = (keep(1), keep(2));
        let entry = PlaceEntry {
            name: "示例小学".into(),
            kind: PlaceKind::School,
            address: "解放路 1 号".into(),
            photo: Some(shown),
            ..PlaceEntry::default()
        };
        let place = town.block_on(work::place::register(&town.app, keeper.clone(), None, entry.clone())).unwrap();
        town.is_sound();

        let files = |id: Uuid| {
            let text = id.simple().to_string();
            let mut folders = vec![town.folder().join("photos")];
            while let Some(folder) = folders.pop() {
                for inside in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
                    let name = inside.to_string_lossy().replace('-', "");
                    if name.ends_with(&text) {
                        return inside;
                    }
                    if inside.is_dir() {
                        folders.push(inside);
                    }
                }
            }
            panic!("no folder of {id}");
        };
        for name in ["view.jpg", "thumb.jpg", "original.sealed"] {
            std::fs::copy(files(other).join(name), files(shown).join(name)).unwrap();
        }
        let named = Some((Some(Noun::Place), Some(place.0), What::PhotoAltered));
        assert_eq!(found(&town), named, "the files alone");
        let (shown, other) = (Value::from(FileId(shown)), Value::from(FileId(other)));
        for column in ["sha256", "kept", "phash", "middle"] {
            let swap = format!(
                "update uploads set {column} = (select o.{column} from uploads o where o.file = $2) where file = $1"
            );
            assert_eq!(town.tampers(&swap, &[shown.clone(), other.clone()]), 1);
        }
        let named = Some((Some(Noun::Place), Some(place.0), What::Upload));
        assert_eq!(found(&town), named, "the files and the row");
        assert_eq!(town.tampers("delete from uploads where file = $1", &[shown]), 1);
        assert_eq!(found(&town), named, "no row at all");
    }
);

/// Rows without a number of their own.
const LEDGER: &str = "检查时间,隐患描述,整改情况\n2025-04-01,井盖缺失,未整改\n2025-04-02,外墙脱落,未整改\n";

story!(
    /// 导入: which row of another ledger a hazard was cannot be changed unseen, though the row has no number.
    an_imported_row_is_the_one_that_its_event_names,
    |town| {
        let sheets = tables::read(LEDGER.as_bytes(), "台账.csv", &Options::default()).unwrap();
        let importing = Importing { source: "台账".into(), dry_run: false, lang: work::words::Lang::Zh };
        let all: Vec<_> = sheets.iter().collect();
        let done = import(&town.app, &Actor::Import, &all, &Map::default(), &importing, &mut |_, _| ()).unwrap();
        assert_eq!(done.imported, 2, "{done:?}");
        town.is_sound();
        assert_eq!(town.verify().imports, 2);
        let rows = town.app.store().read_blocking(|c| {
            c.query("select source_id, hazard, salt from imports order by source_id", &[])
        });
        let rows = rows.unwrap();
        let (id, hazard) = (rows[0].text(0).unwrap(), rows[0].id(1).unwrap());
        let other = Value::Bytes(rows[1].bytes(2).unwrap().to_vec());
        let named = Some((Some(Noun::Hazard), Some(hazard), What::Import));
        for (change, back) in [
            ("source_id = 'another'", Value::from(id)),
            ("source = 'another'", Value::from("台账")),
            ("salt = $2", Value::Bytes(rows[0].bytes(2).unwrap().to_vec())),
        ] {
            let column = change.split(' ').next().unwrap();
            let mut parameters = vec![Value::from(hazard)];
            parameters.extend(change.contains("$2").then(|| other.clone()));
            assert_eq!(town.tampers(&format!("update imports set {change} where hazard = $1"), &parameters), 1);
            assert_eq!(found(&town), named, "{change}");
            let undo = format!("update imports set {column} = $2 where hazard = $1");
            town.tampers(&undo, &[Value::from(hazard), back]);
            town.is_sound();
        }
    }
);
