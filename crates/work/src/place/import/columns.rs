//! The columns of a register of places, what a cell of theirs may be refused for, and the template.

use crate::words::{Lang, word};
use tables::{Wanted, formula_safe};

/// A column of the register.
const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> Wanted {
    Wanted { key, names, required, inherited: false }
}

pub(super) const COLUMNS: [Wanted; 19] = [
    column("external", &["外部编号", "编号", "场所编号", "external number"], false),
    column("name", &["名称", "场所名称", "单位名称", "name"], true),
    column("kind", &["类别", "场所类别", "场所类型", "类型", "kind"], true),
    column("address", &["地址", "详细地址", "场所地址", "address"], false),
    column("street", &["街道", "所属街道", "街道乡镇", "street"], false),
    column("community", &["社区", "所属社区", "村社区", "community"], false),
    column("grid", &["网格", "责任网格", "网格编码", "grid"], false),
    column("lon", &["经度", "longitude", "lon"], false),
    column("lat", &["纬度", "latitude", "lat"], false),
    column("system", &["坐标系", "坐标系统", "coordinate system"], false),
    column("party_kind", &["责任主体类别", "主体类别", "party kind"], false),
    column("party", &["责任主体", "责任单位", "责任主体名称", "responsible party"], false),
    column("credit_code", &["统一社会信用代码", "信用代码", "credit code"], false),
    column("regulator", &["行业主管部门", "行业主管", "监管部门", "regulator"], false),
    column("territory", &["属地单位", "属地", "territorial unit"], false),
    column("phone", &["公示电话", "电话", "public telephone"], false),
    column("contact_name", &["联系人", "现场联系人", "contact"], false),
    column("contact_phone", &["联系电话", "联系人电话", "contact telephone"], false),
    column("note", &["备注", "note"], false),
];

/// The template: the columns, with one row to show how.
pub fn template() -> String {
    let header = COLUMNS.iter().map(|column| match column.required {
        true => format!("{}（必填）", column.names[0]),
        false => column.names[0].to_owned(),
    });
    let example = [
        "JG-0001",
        "示例小学",
        "学校",
        "示例路1号",
        "",
        "示例社区",
        "",
        "112.6154000",
        "26.8894000",
        "CGCS2000",
        "政府兜底",
        "",
        "",
        "",
        "",
        "0734-0000000",
        "",
        "",
        "填写后删除本行",
    ];
    let example = example.iter().map(|cell| formula_safe(cell).into_owned());
    let line = |cells: Vec<String>| cells.join(",");
    // The mark makes spreadsheet programs read it as UTF-8.
    format!("\u{feff}{}\r\n{}\r\n", line(header.collect()), line(example.collect()))
}

/// A refusal before it knows its column.
pub(super) struct Wrong {
    pub(super) key: &'static str,
    pub(super) code: &'static str,
}

pub(super) fn wrong(key: &'static str, code: &'static str) -> Wrong {
    Wrong { key, code }
}

/// What is wrong with a row; one thing a column, the first.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<Wrong>);

impl Faults {
    /// The value; where there is none, its fault is kept and an empty one stands in for it.
    pub(super) fn sift<T: Default>(&mut self, found: Result<T, Wrong>) -> T {
        found.unwrap_or_else(|wrong| {
            self.add(wrong);
            T::default()
        })
    }

    pub(super) fn add(&mut self, wrong: Wrong) {
        if !self.has(wrong.key) {
            self.0.push(wrong);
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|wrong| wrong.key == key)
    }
}

/// Why, in words.
pub(super) fn reason(lang: Lang, code: &'static str) -> &'static str {
    word(lang, "RefusedPlace", code).unwrap_or(code)
}

/// Which column a field of an entry stands in.
pub(super) fn column_of(field: &str) -> &'static str {
    match field {
        "name" => "name",
        "address" => "address",
        "street" => "street",
        "community" => "community",
        "grid" => "grid",
        "position" => "lat",
        "party_name" => "party",
        "credit_code" => "credit_code",
        "regulator_unit" => "regulator",
        "territorial_unit" => "territory",
        "phone" => "phone",
        "contact.name" => "contact_name",
        "contact.phone" => "contact_phone",
        _ => "external",
    }
}
