//! 九列表 in: 大类代码, 大类名称, 小类代码, 小类名称, 处置单位, 主管部门, 立案条件, 结案条件, 处置时限. An empty cell in
//! the first six means what stands above it, as in tables with merged cells.

use super::limit_words;
use crate::spreadsheet::{Listing, RefusedCell};
use domain::hazard::Catalogue;
use domain::hazard::catalogue::{FilingStandard, MajorCategory, MinorCategory, next_local_minor};
use tables::{ListRow, Wanted};

pub(super) static WANTED: [Wanted; 9] = [
    column("major_code", &["大类代码", "大类编码"]),
    column("major_name", &["大类名称", "大类"]),
    column("minor_code", &["小类代码", "小类编码"]),
    column("minor_name", &["小类名称", "小类"]),
    column("handler", &["处置单位"]),
    column("regulator", &["主管部门", "主管单位"]),
    column("condition", &["立案条件", "立案标准"]),
    column("closing", &["结案条件", "结案标准"]),
    column("limit", &["处置时限", "时限", "整改时限"]),
];

const fn column(key: &'static str, names: &'static [&'static str]) -> Wanted {
    Wanted { key, names, required: true, inherited: false }
}

/// The longest condition, in characters.
const LONGEST: usize = 500;
const NAME: usize = 60;

/// What a spreadsheet says.
pub(super) struct Read {
    pub(super) majors: Vec<MajorCategory>,
    /// Local codes that were given to minors that came without one.
    pub(super) given: Vec<String>,
    pub(super) refused: Vec<RefusedCell>,
}

struct Reading<'a> {
    before: &'a Catalogue,
    majors: Vec<MajorCategory>,
    given: Vec<String>,
    /// 处置单位 and 主管部门 of the row above.
    above: [String; 2],
    /// Whether the 大类 that this row stands in was refused; it is named there.
    major_lost: bool,
    /// The same of its 小类.
    minor_lost: bool,
}

/// Reads the nine columns, upon the version that they are to follow: what is the same thing keeps its code, its English
/// name and the ids of its standards.
pub(super) fn read(listing: &Listing, before: &Catalogue) -> Read {
    let mut reading = Reading {
        before,
        majors: Vec::new(),
        given: Vec::new(),
        above: Default::default(),
        major_lost: false,
        minor_lost: false,
    };
    let mut refused = Vec::new();
    for row in &listing.rows {
        let wrong = reading.take(row);
        refused.extend(wrong.into_iter().map(|(field, problem)| listing.refuse(row, field, problem)));
    }
    let Reading { mut majors, given, .. } = reading;
    majors.sort_by(|a, b| a.code.cmp(&b.code));
    for major in &mut majors {
        major.minors.sort_by(|a, b| a.code.cmp(&b.code));
    }
    Read { majors, given, refused }
}

type Wrong = (&'static str, &'static str);

impl Reading<'_> {
    /// Takes a row; what is wrong with its cells, each as far as it can be judged without the others.
    fn take(&mut self, row: &ListRow) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let starts_major = !row.text("major_code").is_empty() || !row.text("major_name").is_empty();
        if starts_major {
            let major = self.major(row);
            self.major_lost = major.is_err();
            wrong.extend(major.err());
        }
        let starts_minor = !row.text("minor_code").is_empty() || !row.text("minor_name").is_empty();
        if self.major_lost {
            wrong.extend(short(row, "minor_name", NAME).err());
        } else if starts_minor {
            let minor = self.minor(row);
            self.minor_lost = minor.is_err();
            wrong.extend(minor.err());
        } else if starts_major && self.majors.last().is_some_and(|m| m.minors.is_empty()) {
            wrong.push(("minor_name", "required"));
        }
        self.standard(row, &mut wrong);
        wrong
    }

    /// 大类: the one of this row becomes the last.
    fn major(&mut self, row: &ListRow) -> Result<(), Wrong> {
        let name = short(row, "major_name", NAME)?;
        let known = |m: &&MajorCategory| m.name == name;
        let code = match row.text("major_code") {
            "" => {
                let seen = self.majors.iter().find(known).or_else(|| self.before.majors().iter().find(known));
                seen.map(|m| m.code.clone()).ok_or(("major_code", "required"))?
            }
            text => padded(text, 2).ok_or(("major_code", "malformed"))?,
        };
        if let Some(at) = self.majors.iter().position(|m| m.code == code) {
            if !name.is_empty() && self.majors[at].name != name {
                return Err(("major_name", "contradiction"));
            }
            let major = self.majors.remove(at);
            self.majors.push(major);
            return Ok(());
        }
        let old = self.before.majors().iter().find(|m| m.code == code);
        let name = match (name.is_empty(), old) {
            (false, _) => name,
            (true, Some(old)) => old.name.clone(),
            (true, None) => return Err(("major_name", "required")),
        };
        let name_en = old.filter(|m| m.name == name).map(|m| m.name_en.clone()).unwrap_or_default();
        self.majors.push(MajorCategory { code, name, name_en, minors: Vec::new() });
        Ok(())
    }

    /// 小类: the one of this row becomes the last of its major. One that is new and has no code gets a local one,
    /// counted down from 99.
    fn minor(&mut self, row: &ListRow) -> Result<(), Wrong> {
        let name = short(row, "minor_name", NAME)?;
        let before = self.before;
        let major = self.majors.last_mut().ok_or(("major_code", "required"))?;
        let old_major = before.majors().iter().find(|m| m.code == major.code);
        let code = match row.text("minor_code") {
            "" => {
                let known = |m: &&MinorCategory| m.name == name;
                let old = old_major.into_iter().flat_map(|m| &m.minors);
                match major.minors.iter().find(known).or_else(|| old.clone().find(known)) {
                    Some(minor) => minor.code.clone(),
                    None => {
                        let mut both = major.clone();
                        both.minors.extend(old.cloned());
                        let code = next_local_minor(&both).ok_or(("minor_code", "no_local_code"))?;
                        self.given.push(code.clone());
                        code
                    }
                }
            }
            text => minor_code(&major.code, text).ok_or(("minor_code", "malformed"))?,
        };
        if let Some(at) = major.minors.iter().position(|m| m.code == code) {
            if !name.is_empty() && major.minors[at].name != name {
                return Err(("minor_name", "contradiction"));
            }
            let minor = major.minors.remove(at);
            major.minors.push(minor);
            return Ok(());
        }
        let old = old_major.into_iter().flat_map(|m| &m.minors).find(|m| m.code == code);
        let name = match (name.is_empty(), old) {
            (false, _) => name,
            (true, Some(old)) => old.name.clone(),
            (true, None) => return Err(("minor_name", "required")),
        };
        let name_en = old.filter(|m| m.name == name).map(|m| m.name_en.clone()).unwrap_or_default();
        major.minors.push(MinorCategory { code, name, name_en, standards: Vec::new() });
        Ok(())
    }

    fn standard(&mut self, row: &ListRow, wrong: &mut Vec<Wrong>) {
        for (above, key) in self.above.iter_mut().zip(["handler", "regulator"]) {
            match short(row, key, NAME) {
                Ok(own) if !own.is_empty() => *above = own,
                Ok(_) => {}
                Err(why) => wrong.push(why),
            }
        }
        let (condition, closing) = (filled(row, "condition"), filled(row, "closing"));
        let limit = limit_words::parse(row.text("limit")).map_err(|why| ("limit", why));
        wrong.extend(condition.as_ref().err().into_iter().chain(closing.as_ref().err()).copied());
        wrong.extend(limit.as_ref().err());
        let (Ok(condition), Ok(closing), Ok(limit), true) = (condition, closing, limit, wrong.is_empty())
        else {
            return;
        };
        if self.major_lost || self.minor_lost {
            return;
        }
        let Some(minor) = self.majors.last_mut().and_then(|m| m.minors.last_mut()) else {
            wrong.push(("minor_code", "required"));
            return;
        };
        if minor.standards.iter().any(|s| s.condition == condition) {
            wrong.push(("condition", "twice"));
            return;
        }
        let old = self.before.minor(&minor.code).map_or(&[][..], |m| &m.standards);
        let id = match old.iter().find(|s| s.condition == condition) {
            Some(same) => same.id.clone(),
            None => {
                let taken =
                    old.iter().chain(&minor.standards).filter_map(|s| s.id.rsplit('-').next()?.parse().ok());
                format!("{}-{}", minor.code, taken.max().unwrap_or(0u32) + 1)
            }
        };
        let [handler, regulator] = self.above.clone();
        minor.standards.push(FilingStandard { id, condition, limit, closing, handler, regulator });
    }
}

fn short(row: &ListRow, key: &'static str, most: usize) -> Result<String, Wrong> {
    let text = row.text(key);
    match crate::people::typed::maybe_line(key, Some(text), most) {
        Ok(text) => Ok(text.unwrap_or_default()),
        Err(problem) if problem.errors.iter().any(|(_, p)| p == "too_long") => Err((key, "too_long")),
        Err(_) => Err((key, "hidden_characters")),
    }
}

fn filled(row: &ListRow, key: &'static str) -> Result<String, Wrong> {
    let text = short(row, key, LONGEST)?;
    if text.is_empty() { Err((key, "required")) } else { Ok(text) }
}

/// Digits with the zeros that spreadsheets take away.
fn padded(text: &str, digits: usize) -> Option<String> {
    let fits = !text.is_empty() && text.len() <= digits && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| format!("{text:0>digits$}"))
}

/// The four digits of a minor: as they are, without the zero in front, or only the last two.
fn minor_code(major: &str, text: &str) -> Option<String> {
    let code = match text.len() {
        1 | 2 => format!("{major}{}", padded(text, 2)?),
        _ => padded(text, 4)?,
    };
    code.starts_with(major).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::{Instant, Limit, LimitUnit};

    const HEAD: &str = "大类代码,大类名称,小类代码,小类名称,处置单位,主管部门,立案条件,结案条件,处置时限\n";

    fn of(rows: &str) -> Read {
        let listing = Listing::read(format!("{HEAD}{rows}").as_bytes(), "目录.csv", &WANTED).unwrap();
        read(&listing, &Catalogue::demo_2026())
    }

    #[test]
    fn an_empty_cell_means_what_stands_above_it() {
        let found = of("1,消防,101,占用堵塞疏散通道、安全出口,物业,消防救援大队,锁闭,打开,24紧急工作时\n\
                        ,,,,,,堆物,清走,3工作日\n,,9,电气线路老化,,,裸露,更换,5自然日\n");
        assert_eq!(found.refused, []);
        let major = &found.majors[0];
        let codes: Vec<(&str, usize)> =
            major.minors.iter().map(|m| (m.code.as_str(), m.standards.len())).collect();
        assert_eq!((major.code.as_str(), codes), ("01", vec![("0101", 2), ("0109", 1)]));
        assert_eq!(major.minors[0].standards[1].limit, Limit::new(3, LimitUnit::WorkingDay));
        assert_eq!(major.minors[1].standards[0].regulator, "消防救援大队");
        assert_eq!(major.minors[0].name_en, Catalogue::demo_2026().majors()[0].minors[0].name_en);
        assert!(Catalogue::new("x".into(), Instant(0), found.majors).is_ok());
    }

    #[test]
    fn a_new_minor_without_a_code_gets_a_local_one() {
        let found =
            of("01,消防,,新型储能电站,,,无人值守,有人值守,24紧急工作时\n,,,充电桩,,,漏电,停用,2紧急工作时\n");
        assert_eq!((found.given, found.refused.len()), (vec!["0199".to_owned(), "0198".to_owned()], 0));
    }

    #[test]
    fn what_is_the_same_standard_keeps_its_id() {
        let before = Catalogue::demo_2026();
        let standards = &before.minor("0102").unwrap().standards;
        let row = |condition: &str| format!(",,,,,,{condition},结案,2紧急工作时\n");
        let found = of(&format!(
            "01,消防,0102,占用堵塞消防车通道,,,全新情形,结案,2紧急工作时\n{}{}",
            row(&standards[1].condition),
            row(&standards[0].condition)
        ));
        let ids: Vec<&str> = found.majors[0].minors[0].standards.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["0102-3", "0102-2", "0102-1"]);
    }

    #[test]
    fn every_wrong_cell_is_named() {
        let found =
            of("01,消防,0101,占用堵塞疏散通道、安全出口,,,锁闭,打开,2小时\n,,0201,别处,,,x,y,1工作日\n\
                        ,,0105,,,,x,,1年\n新,某类,,,,,甲,乙,\n,,0301,丙,,,,丁,3工作日\n");
        let seen: Vec<(u32, &str, &str)> =
            found.refused.iter().map(|r| (r.row, r.field.as_str(), r.problem.as_str())).collect();
        assert_eq!(
            seen,
            [
                (2, "limit", "limit_unit_unclear"),
                (3, "minor_code", "malformed"),
                (4, "closing", "required"),
                (4, "limit", "limit_not_read"),
                (5, "major_code", "malformed"),
                (5, "limit", "required"),
                (6, "condition", "required"),
            ]
        );
        assert_eq!(found.refused[0].column.as_deref(), Some("I"));
    }
}
