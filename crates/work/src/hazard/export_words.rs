//! 导出的文字: codes and moments of an export as its reader calls them.

use super::export::COLUMNS;
use super::filter::Filter;
use super::view::Lookups;
use crate::problem::word as code_of;
use crate::words::{Lang, word};
use domain::calendar::Instant;

/// What a column is called, by its place among [`COLUMNS`].
pub fn header(lang: Lang, column: usize) -> &'static str {
    COLUMNS.get(column).map_or("", |(_, zh, en)| match lang {
        Lang::Zh => *zh,
        Lang::En => *en,
    })
}

/// The list of words that a column takes its codes from.
fn list_of(column: &str) -> Option<&'static str> {
    Some(match column {
        "source" => "Source",
        "channel" => "Channel",
        "stage" => "Stage",
        "grade" => "Grade",
        "closing" => "ClosingKind",
        "risk" => "RiskColour",
        _ => return None,
    })
}

/// A value of a column as its reader calls it: codes in words, yes and no, moments by the clock on the wall.
pub fn in_words(lang: Lang, column: usize, value: String) -> String {
    let Some((name, _, _)) = COLUMNS.get(column) else { return value };
    if let Some(list) = list_of(name) {
        return word(lang, list, &value).map_or(value, str::to_owned);
    }
    match (*name, lang, value.as_str()) {
        ("life_danger" | "solved", Lang::Zh, "1") => "是".to_owned(),
        ("life_danger" | "solved", Lang::Zh, "0") => "否".to_owned(),
        ("life_danger" | "solved", Lang::En, "1") => "yes".to_owned(),
        ("life_danger" | "solved", Lang::En, "0") => "no".to_owned(),
        (name, _, text) if name.ends_with("_at") || name.ends_with("due") => on_the_wall(text),
        _ => value,
    }
}

/// 2026-11-22T14:05:00.250+08:00 as people write it: everybody here lives in one zone.
fn on_the_wall(moment: &str) -> String {
    moment.get(..19).unwrap_or(moment).replace('T', " ")
}

/// What a filter asks for, in words.
pub(super) fn filter_in_words(lang: Lang, filter: &Filter, lookups: &Lookups, now: Instant) -> String {
    let names = lookups.names();
    let said = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let listed = |list: &str, code: String| word(lang, list, &code).map_or(code, str::to_owned);
    let mut parts: Vec<(&str, String)> = Vec::new();
    if !filter.stages.is_empty() {
        let stages = filter.stages.iter().map(|stage| listed("Stage", code_of(stage)));
        parts.push((said("环节", "stage"), stages.collect::<Vec<_>>().join(said("、", ", "))));
    }
    let mut one = |name: &'static str, value: Option<String>| parts.extend(value.map(|value| (name, value)));
    one(said("街道", "street"), filter.street.as_deref().map(|code| names.street(code).name));
    one(said("类别", "category"), filter.category.as_deref().map(|code| names.category(code, now).name));
    one(said("等级", "grade"), filter.grade.map(|grade| listed("Grade", code_of(&grade))));
    one(said("风险颜色", "risk"), filter.risk.map(|risk| listed("RiskColour", code_of(&risk))));
    one(said("主办单位", "lead unit"), filter.unit.map(|id| names.unit(domain::ids::UnitId(id)).name));
    one(said("场所标识", "place"), filter.place.map(|id| id.to_string()));
    one(said("来源", "source"), filter.source.map(|source| listed("Source", code_of(&source))));
    one(said("已超期", "late"), filter.late.then(|| said("是", "yes").to_owned()));
    one(said("督办中", "under supervision"), filter.supervised.then(|| said("是", "yes").to_owned()));
    one(said("上报不早于", "reported from"), filter.from.map(|at| on_the_wall(&at.to_string())));
    one(said("上报早于", "reported before"), filter.to.map(|at| on_the_wall(&at.to_string())));
    one(said("编号", "number"), filter.number.clone());
    one(said("检索", "words"), filter.q.clone());
    if parts.is_empty() {
        return said("全部", "everything").to_owned();
    }
    let colon = said("：", ": ");
    let parts: Vec<String> = parts.into_iter().map(|(name, value)| format!("{name}{colon}{value}")).collect();
    parts.join(said("；", "; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names;

    fn at(name: &str) -> usize {
        COLUMNS.iter().position(|(column, _, _)| *column == name).unwrap()
    }

    #[test]
    fn no_code_is_left_in_any_language() {
        for lang in [Lang::Zh, Lang::En] {
            for (column, codes) in [
                ("source", names::Source::all()),
                ("stage", names::Stage::all()),
                ("grade", names::Grade::all()),
                ("closing", names::ClosingKind::all()),
                ("risk", names::RiskColour::all()),
            ] {
                for code in codes {
                    let said = in_words(lang, at(column), code.clone());
                    assert!(said != code && !said.contains('_'), "{column}: {code} is {said}");
                }
            }
            for (column, (name, zh, en)) in COLUMNS.iter().enumerate() {
                let said = header(lang, column);
                assert!(!said.contains('_') && !zh.is_empty() && !en.is_empty(), "{name}: {said}");
            }
        }
        use domain::hazard::Channel as C;
        for channel in [C::Code, C::Web, C::Console, C::Open311, C::Phone, C::Import] {
            let said = in_words(Lang::Zh, at("channel"), code_of(&channel));
            assert_ne!(said, code_of(&channel));
        }
    }

    #[test]
    fn moments_and_truth_read_as_people_write_them() {
        let moment = "2026-11-22T14:05:00.250+08:00".to_owned();
        assert_eq!(in_words(Lang::Zh, at("closed_at"), moment.clone()), "2026-11-22 14:05:00");
        assert_eq!(in_words(Lang::En, at("rectify_due"), moment), "2026-11-22 14:05:00");
        assert_eq!(in_words(Lang::Zh, at("solved"), "0".into()), "否");
        assert_eq!(in_words(Lang::En, at("life_danger"), "1".into()), "yes");
        assert_eq!(in_words(Lang::En, at("closed_at"), String::new()), "");
        assert_eq!(in_words(Lang::Zh, at("text"), "major".into()), "major", "words of people stay");
    }
}
