//! 粘贴查找: numbers as somebody copied them from a spreadsheet or a message. What is not this viewer's is not found.

use super::bulk::load;
use super::filter::has_number;
use super::search::{by_number, may_be_number};
use super::view::{Lookups, may_see, summary};
use super::{Looker, Summary};
use crate::words::Lang;
use crate::{App, Problem};
use domain::hazard::Words;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use std::collections::HashSet;

/// The longest text, in bytes.
const LONGEST: usize = 100 * 1024;
/// Numbers that are looked up at a time.
const MOST: usize = 500;

/// One that was found.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = LookedUp)]
pub struct Match {
    /// The number as it was pasted.
    pub asked: String,
    /// The hazard.
    pub hazard: Summary,
}

/// What became of a pasted text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Lookup)]
pub struct Found {
    /// What was found, in the order of the text.
    pub found: Vec<Match>,
    /// Numbers that nobody has, or that are not this viewer's.
    pub missing: Vec<String>,
    /// Whether the text holds more numbers than were looked up.
    pub more: bool,
}

/// The numbers of a text: each cell as a whole if it may be one, or else the parts of it that may be.
fn numbers(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for cell in text.split(['\t', '\n', '\r']).map(str::trim).filter(|c| !c.is_empty()) {
        if looks_like_one(cell) {
            all.push(cell.to_owned());
            continue;
        }
        let parts = cell.split(|c: char| c.is_whitespace() || ",，;；、|\"'()（）[]【】：".contains(c));
        all.extend(parts.filter(|p| looks_like_one(p)).map(str::to_owned));
    }
    let mut seen = HashSet::new();
    all.retain(|number| seen.insert(store::grams::number(number)));
    all
}

/// Dates and times stand in every row and are nobody's number.
fn looks_like_one(text: &str) -> bool {
    let separated = |by: char, from: usize| {
        let parts: Vec<&str> = text.split(by).collect();
        parts.len() >= from && parts.iter().all(|p| p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()))
    };
    // 〔2026〕12号 is how offices number.
    let office = text.contains('〔') && text.chars().any(|c| c.is_ascii_digit());
    (may_be_number(text)
        && !separated('-', 3)
        && !separated('/', 3)
        && !separated(':', 2)
        && !separated('.', 2))
        || (office && text.chars().count() <= 60)
}

/// Looks up every number of a pasted text. Nothing is changed.
pub async fn lookup(app: &App, actor: &Actor, text: &str, lang: Lang) -> Result<Found, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    if text.len() > LONGEST {
        return Err(Problem::invalid("text", "too_long"));
    }
    let mut numbers = numbers(text);
    let more = numbers.len() > MOST;
    numbers.truncate(MOST);
    let (district, actor, lookups) = (app.district(), actor.clone(), Lookups::of(app, lang));
    let looker = Looker::of(&actor, lookups.names().registers);
    let now = app.store().surroundings().now();
    let found = app.store().read(move |c| {
        let mut answer = Found { more, ..Found::default() };
        for asked in numbers {
            let before = answer.found.len();
            for id in by_number(c, district, &asked)? {
                let Some((hazard, said, place)) = load(c, district, id)? else { continue };
                if !may_see(&actor, &hazard) || !looker.may_know_of(&hazard) {
                    continue;
                }
                let told = looker.told(c, district, &hazard, said)?;
                let (hazard, _) = looker.seen(hazard, Words::none());
                if !has_number(&hazard, &asked) {
                    continue;
                }
                let hazard = summary(&hazard, &told, place.as_deref(), &lookups.names(), now);
                answer.found.push(Match { asked: asked.clone(), hazard });
            }
            if answer.found.len() == before {
                answer.missing.push(asked);
            }
        }
        Ok(answer)
    });
    Ok(found.await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_spreadsheet_give_their_numbers() {
        let text = "序号\t案号\t时间\t描述\n1\t430406202603020001\t2026-03-02 09:15\t路面塌陷，见 A7K2-99X1\r\n\
                    2\t衡雁安〔2026〕12号\t2026/3/2\t430406202603020001\n";
        assert_eq!(numbers(text), ["430406202603020001", "A7K2-99X1", "衡雁安〔2026〕12号"]);
        assert!(numbers("没有编号 12:30 2026.3.2").is_empty());
    }
}
