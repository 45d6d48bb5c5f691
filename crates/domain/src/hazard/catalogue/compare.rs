//! 版本比较: what one version of the catalogue has, lacks and says otherwise than another.

use super::{Catalogue, FilingStandard};
use crate::calendar::Limit;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 大类.
    Major,
    /// 小类.
    Minor,
    /// 立案标准.
    Standard,
}

/// How it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// 新增.
    Added,
    /// 取消.
    Removed,
    /// 修改.
    Changed,
}

/// A field that says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Its name: `name`, `name_en`, `condition`, `limit`, `closing`, `handler`, `regulator`.
    pub field: String,
    /// What it said.
    pub before: Said,
    /// What it says.
    pub after: Said,
}

/// What a field says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Said {
    /// Words.
    Text(String),
    /// 时限.
    Limit(Limit),
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What it is about.
    pub level: Level,
    /// The code, or the standard's id.
    pub code: String,
    /// The name, or the standard's condition, as the newer of the two has it.
    pub name: String,
    /// How it differs.
    pub change: Change,
    /// Which fields, if it was changed.
    pub fields: Vec<FieldChange>,
}

type Entry<'a> = (&'a str, Vec<(&'static str, Said)>);

fn text(text: &str) -> Said {
    Said::Text(text.to_owned())
}

fn standard(s: &FilingStandard) -> Entry<'_> {
    let fields = vec![
        ("condition", text(&s.condition)),
        ("limit", Said::Limit(s.limit)),
        ("closing", text(&s.closing)),
        ("handler", text(&s.handler)),
        ("regulator", text(&s.regulator)),
    ];
    (&s.condition, fields)
}

/// Everything in a catalogue by what it is and its code.
fn entries(catalogue: &Catalogue) -> BTreeMap<(String, Level), Entry<'_>> {
    let mut all = BTreeMap::new();
    for major in catalogue.majors() {
        let names = vec![("name", text(&major.name)), ("name_en", text(&major.name_en))];
        all.insert((major.code.clone(), Level::Major), (major.name.as_str(), names));
        for minor in &major.minors {
            let names = vec![("name", text(&minor.name)), ("name_en", text(&minor.name_en))];
            all.insert((minor.code.clone(), Level::Minor), (minor.name.as_str(), names));
            for s in &minor.standards {
                all.insert((s.id.clone(), Level::Standard), standard(s));
            }
        }
    }
    all
}

/// What `new` has, lacks and says otherwise than `old`, in the order of the codes.
pub fn compare(old: &Catalogue, new: &Catalogue) -> Vec<Difference> {
    let (old, new) = (entries(old), entries(new));
    let mut keys: Vec<_> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    let one = |key: &&(String, Level)| {
        let (before, after) = (old.get(*key), new.get(*key));
        let (name, _) = after.or(before)?;
        let difference = |change, fields| Difference {
            level: key.1,
            code: key.0.clone(),
            name: (*name).to_owned(),
            change,
            fields,
        };
        match (before, after) {
            (Some((_, before)), Some((_, after))) => {
                let differs = before.iter().zip(after).filter(|(b, a)| b.1 != a.1);
                let fields: Vec<FieldChange> = differs
                    .map(|(b, a)| FieldChange {
                        field: b.0.to_owned(),
                        before: b.1.clone(),
                        after: a.1.clone(),
                    })
                    .collect();
                (!fields.is_empty()).then(|| difference(Change::Changed, fields))
            }
            (None, _) => Some(difference(Change::Added, Vec::new())),
            (_, None) => Some(difference(Change::Removed, Vec::new())),
        }
    };
    keys.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Instant;

    #[test]
    fn a_catalogue_does_not_differ_from_itself() {
        let catalogue = Catalogue::demo_2026();
        assert_eq!(compare(&catalogue, &catalogue), []);
    }

    #[test]
    fn what_came_what_went_and_what_changed_are_told_apart() {
        let old = Catalogue::demo_2026();
        let mut majors = old.majors().to_vec();
        let gone = majors[0].minors.remove(0);
        majors[0].minors[0].name = "新名称".into();
        majors[0].minors[0].standards[0].limit = Limit::days(9);
        let mut fresh = majors[1].minors[0].clone();
        fresh.code = format!("{}99", majors[1].code);
        fresh.standards.truncate(1);
        fresh.standards[0].id = format!("{}-1", fresh.code);
        majors[1].minors.push(fresh.clone());
        let new = Catalogue::new("b".into(), Instant(1), majors).unwrap();
        let found = compare(&old, &new);
        let of = |change| found.iter().filter(move |d| d.change == change).map(|d| d.code.as_str());
        assert_eq!(of(Change::Removed).next(), Some(gone.code.as_str()));
        assert_eq!(
            of(Change::Added).collect::<Vec<_>>(),
            [fresh.code.as_str(), fresh.standards[0].id.as_str()]
        );
        let changed: Vec<(&str, &str)> = found
            .iter()
            .filter(|d| d.change == Change::Changed)
            .flat_map(|d| d.fields.iter().map(|f| (d.code.as_str(), f.field.as_str())))
            .collect();
        let minor = &new.majors()[0].minors[0];
        assert_eq!(changed, [(minor.code.as_str(), "name"), (minor.standards[0].id.as_str(), "limit")]);
        let back = compare(&new, &old);
        assert_eq!(back.len(), found.len());
        assert!(back.iter().any(|d| d.code == gone.code && d.change == Change::Added));
    }
}
