//! Which unit of the register a ledger means by a name.

use domain::ids::UnitId;
use domain::people::{Unit, UnitKind};
use std::collections::HashMap;

/// The units that still act, by every way in which ledgers write them.
pub(crate) struct Units {
    by_name: HashMap<String, Option<UnitId>>,
    about: HashMap<UnitId, (UnitKind, Option<String>)>,
    district: String,
}

/// Endings that ledgers add or leave out.
const ENDINGS: &[&str] = &["人民政府", "街道办事处", "办事处", "街道办", "街道"];

impl Units {
    pub(crate) fn new<'a>(units: impl IntoIterator<Item = &'a Unit>, district_name: &str) -> Self {
        let mut this =
            Self { by_name: HashMap::new(), about: HashMap::new(), district: plain(district_name) };
        let district = this.district.clone();
        for unit in units.into_iter().filter(|u| u.ended_at.is_none()) {
            this.about.insert(unit.id, (unit.kind, unit.area.clone()));
            let mut ways = vec![plain(&unit.code), plain(&unit.name), short(&unit.name, &district)];
            ways.sort();
            ways.dedup();
            for way in ways.into_iter().filter(|w| !w.is_empty()) {
                // Two units under one name: neither is meant for certain.
                this.by_name
                    .entry(way)
                    .and_modify(|known| *known = known.filter(|id| *id == unit.id))
                    .or_insert(Some(unit.id));
            }
        }
        this
    }

    /// The unit that is meant, if exactly one can be.
    pub(crate) fn find(&self, name: &str) -> Option<UnitId> {
        let known = |way: &str| self.by_name.get(way).copied().flatten();
        known(&plain(name)).or_else(|| known(&short(name, &self.district)))
    }

    pub(crate) fn kind(&self, unit: UnitId) -> Option<UnitKind> {
        self.about.get(&unit).map(|(kind, _)| *kind)
    }

    /// 所属街道, if the unit is a street.
    pub(crate) fn street_of(&self, unit: UnitId) -> Option<String> {
        let (kind, area) = self.about.get(&unit)?;
        (*kind == UnitKind::Street).then(|| area.clone()).flatten()
    }
}

/// Without white space, in lower case, half-width brackets.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Without what stands before and including the district's name, and without the endings of street offices.
fn short(name: &str, district: &str) -> String {
    let name = plain(name);
    let district = district.split('(').next().unwrap_or_default();
    let mut rest = match name.split_once(district) {
        Some((_, rest)) if !district.is_empty() => rest,
        _ => name.as_str(),
    };
    for ending in ENDINGS {
        rest = rest.strip_suffix(ending).unwrap_or(rest);
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn unit(n: u128, code: &str, name: &str) -> Unit {
        Unit {
            id: UnitId(Uuid::from_u128(n)),
            code: code.into(),
            name: name.into(),
            kind: UnitKind::Street,
            parent: None,
            area: Some(code.into()),
            phone: None,
            since: None,
            ended_at: None,
        }
    }

    #[test]
    fn finds_a_unit_however_it_is_written_and_never_guesses() {
        let all = [unit(1, "JD01", "先锋街道"), unit(2, "JD02", "湘江街道"), unit(3, "BM01", "区住建局")];
        let units = Units::new(&all, "雁峰区（演示）");
        for name in ["先锋街道", " 先锋 街道办事处", "衡阳市雁峰区先锋街道办事处", "jd01"]
        {
            assert_eq!(units.find(name), Some(all[0].id), "{name}");
        }
        assert_eq!(units.find("先锋村"), None);
        let twins = [unit(1, "A", "先锋街道"), unit(2, "B", "先锋街道办事处")];
        let units = Units::new(&twins, "");
        assert_eq!(units.find("先锋"), None, "two could be meant");
        assert_eq!(units.find("B"), Some(twins[1].id));
    }
}
