//! 标签版面: sheets of A4 with labels in rows and columns, and how large the modules of a QR code become on them.
//! Outdoor plates need modules of at least 0.8 mm at error level Q with four modules of quiet zone (ISO/IEC 18004,
//! 9.1) to be read by any phone from an arm's length.

/// The smallest module of a plate, in micrometres.
pub const MODULE_MIN_UM: u32 = 800;
/// 静区: modules of white on each side (ISO/IEC 18004).
pub const QUIET_MODULES: u32 = 4;

/// A4 (ISO 216), in micrometres.
const PAGE_UM: (u32, u32) = (210_000, 297_000);
/// What printers leave white at the sides, and above and below.
const MARGIN_UM: (u32, u32) = (6_000, 8_500);
/// From a label's edge to what is printed on it.
const PADDING_UM: u32 = 1_500;

/// 标签规格: so many labels across and down one A4 sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelSheet {
    /// 列.
    pub columns: u32,
    /// 行.
    pub rows: u32,
}

/// A label's measures in micrometres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelSize {
    /// Width.
    pub width_um: u32,
    /// Height.
    pub height_um: u32,
    /// Side of the square for the code, its quiet zone within.
    pub code_um: u32,
    /// Width of what is left for words.
    pub text_um: u32,
}

impl LabelSheet {
    /// Every sheet on offer, from plates to small labels.
    pub const ALL: [LabelSheet; 9] = [
        LabelSheet { columns: 1, rows: 2 },
        LabelSheet { columns: 2, rows: 3 },
        LabelSheet { columns: 2, rows: 5 },
        LabelSheet { columns: 2, rows: 7 },
        LabelSheet { columns: 3, rows: 7 },
        LabelSheet { columns: 3, rows: 8 },
        LabelSheet { columns: 4, rows: 10 },
        LabelSheet { columns: 5, rows: 13 },
        LabelSheet { columns: 7, rows: 16 },
    ];

    /// The sheet of that name, for example `2x5`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sheet| sheet.name() == name)
    }

    /// Its name: columns and rows.
    pub fn name(&self) -> String {
        format!("{}x{}", self.columns, self.rows)
    }

    /// Labels on a sheet.
    pub fn count(&self) -> u32 {
        self.columns * self.rows
    }

    /// The measures of one label: the code stands left, words stand right.
    pub fn label(&self) -> LabelSize {
        let width_um = (PAGE_UM.0 - 2 * MARGIN_UM.0) / self.columns;
        let height_um = (PAGE_UM.1 - 2 * MARGIN_UM.1) / self.rows;
        let code_um = (height_um - 2 * PADDING_UM).min(width_um * 55 / 100);
        LabelSize { width_um, height_um, code_um, text_um: width_um - code_um - 3 * PADDING_UM }
    }

    /// The upper left corner of the n-th label of a sheet, from 0, row by row, in micrometres from that of the page.
    pub fn corner(&self, nth: u32) -> (u32, u32) {
        let size = self.label();
        let (column, row) = (nth % self.columns, nth / self.columns % self.rows);
        (MARGIN_UM.0 + column * size.width_um, MARGIN_UM.1 + row * size.height_um)
    }

    /// The side of one module in micrometres, for a code of so many modules without its quiet zone.
    pub fn module_um(&self, modules: u32) -> u32 {
        self.label().code_um / (modules + 2 * QUIET_MODULES)
    }

    /// Whether phones read such a code on this label.
    pub fn holds(&self, modules: u32) -> bool {
        self.module_um(modules) >= MODULE_MIN_UM
    }
}

/// Bytes that versions 1 to 20 hold at error level Q (ISO/IEC 18004, table 7).
const BYTES_AT_Q: [usize; 20] =
    [11, 20, 32, 46, 60, 74, 86, 108, 130, 151, 177, 203, 241, 258, 292, 322, 364, 394, 442, 482];

/// Modules along a side of the smallest QR code that holds an address of so many bytes at error level Q, without its
/// quiet zone; nothing for an address that no plate should carry.
pub fn qr_modules(bytes: usize) -> Option<u32> {
    let version = BYTES_AT_Q.iter().position(|most| bytes <= *most)?;
    u32::try_from(17 + 4 * (version + 1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `https://mashang.hengyang.gov.cn/s/` and 24 characters.
    const ADDRESS: usize = 34 + 24;

    #[test]
    fn modules_and_quiet_zone_hold_on_every_label_that_is_offered() {
        let modules = qr_modules(ADDRESS).unwrap();
        assert_eq!(modules, 37, "version 5");
        for sheet in LabelSheet::ALL {
            let size = sheet.label();
            let module = sheet.module_um(modules);
            let side = module * (modules + 2 * QUIET_MODULES);
            assert!(side <= size.code_um, "{}: the code with its quiet zone fits its square", sheet.name());
            assert!(size.code_um + 2 * PADDING_UM <= size.height_um, "{}", sheet.name());
            assert!(size.code_um + size.text_um + 3 * PADDING_UM <= size.width_um, "{}", sheet.name());
            assert_eq!(sheet.holds(modules), module >= MODULE_MIN_UM, "{}", sheet.name());
            let (x, y) = sheet.corner(sheet.count() - 1);
            assert!(
                x + size.width_um <= PAGE_UM.0 - MARGIN_UM.0 && y + size.height_um <= PAGE_UM.1 - MARGIN_UM.1
            );
            assert_eq!(sheet.corner(0), MARGIN_UM);
        }
        let held: Vec<String> =
            LabelSheet::ALL.iter().filter(|s| s.holds(modules)).map(LabelSheet::name).collect();
        assert_eq!(held, ["1x2", "2x3", "2x5", "2x7", "3x7"]);
    }

    #[test]
    fn what_is_held_follows_from_the_length_of_the_address() {
        let held = |bytes| {
            let modules = qr_modules(bytes).unwrap();
            LabelSheet::ALL.iter().filter(|s| s.holds(modules)).count()
        };
        assert_eq!((held(32), held(60), held(61), held(130)), (6, 5, 3, 3));
        assert_eq!(qr_modules(483), None);
    }

    #[test]
    fn sheets_are_found_by_name() {
        assert_eq!(LabelSheet::named("7x16"), Some(LabelSheet { columns: 7, rows: 16 }));
        assert_eq!(LabelSheet::named("9x9"), None);
    }
}
