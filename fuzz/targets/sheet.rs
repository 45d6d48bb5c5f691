//! Spreadsheets of strangers: read within small limits, and every row is taken or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tables::{Limits, Map, Options, Seen};

fuzz_target!(|data: &[u8]| {
    let limits = Limits {
        file_bytes: 1 << 20,
        inflated_bytes: 4 << 20,
        rows: 2_000,
        columns: 64,
        cells: 20_000,
        text_bytes: 4 << 20,
        ..Limits::default()
    };
    let Ok(sheets) = tables::read(data, "file.csv", &Options { limits, whole_file_formats: false }) else { return };
    let mut seen = Seen::default();
    for sheet in &sheets {
        let Ok(plan) = tables::plan(sheet, &Map::default()) else { continue };
        for row in tables::rows(sheet, &plan, &Map::default(), &mut seen) {
            match row {
                Ok(row) => assert!(!row.source_id.is_empty()),
                Err(refused) => assert!(!format!("{refused:?}").is_empty()),
            }
        }
    }
});
