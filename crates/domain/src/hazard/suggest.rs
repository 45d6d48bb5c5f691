//! 派遣建议: whom the rules of the trade would send a case to: 责任主体 rectifies, 行业主管 watches over it, 属地 takes part
//! (安全生产法 §4, §9: 管行业必须管安全, 属地管理). A suggestion with its reasons; whoever dispatches decides.

use super::kinds::PartyKind;
use crate::ids::UnitId;
use serde::{Deserialize, Serialize};

/// Why a unit is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionReason {
    /// 责任主体: filed as the party responsible.
    Party,
    /// 场所责任主体: answers for the place.
    PlaceParty,
    /// 处置单位: named by the filing standard.
    Handler,
    /// 主管部门: named by the filing standard.
    Regulator,
    /// 场所行业主管: watches over the place.
    PlaceRegulator,
    /// 网格责任单位: answers for the grid in which it lies.
    Grid,
    /// 场所属地单位: answers for the ground on which the place stands.
    Territory,
    /// 所属街道: answers for the street.
    Street,
    /// 以往办理: closed most of this kind in this street.
    Practice,
}

impl SuggestionReason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Party,
        Self::PlaceParty,
        Self::Handler,
        Self::Regulator,
        Self::PlaceRegulator,
        Self::Grid,
        Self::Territory,
        Self::Street,
        Self::Practice,
    ];

    /// 属地: because of the ground, not of who is responsible or whose trade it is.
    const fn is_territorial(self) -> bool {
        matches!(self, Self::Grid | Self::Territory | Self::Street)
    }
}

/// What is known of a case; units that do not act are left out by whoever knows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// 责任主体类别 and its unit, as filed.
    pub party: Option<(PartyKind, Option<UnitId>)>,
    /// 场所责任主体.
    pub place_party: Option<UnitId>,
    /// 处置单位 of the filing standard.
    pub handler: Option<UnitId>,
    /// 主管部门 of the filing standard.
    pub regulator: Option<UnitId>,
    /// 行业主管部门 of the place.
    pub place_regulator: Option<UnitId>,
    /// 责任单位 of the grid.
    pub grid: Option<UnitId>,
    /// 属地单位 of the place.
    pub territory: Option<UnitId>,
    /// The street's own office.
    pub street: Option<UnitId>,
    /// Who closed most of this kind in this street before.
    pub practice: Option<UnitId>,
}

/// A unit with the reason for which it is suggested.
pub type Suggested = (UnitId, SuggestionReason);

/// 建议: lead first; nothing when nobody answers for it.
///
/// Lead is the party responsible, if it is a unit; else whom the filing standard names; for what belongs to the
/// public (政府责任 or nobody known) the trade before the ground, for what belongs to somebody who is in no register
/// (a shop, an owner) the ground before the trade: a grid's people stand before the door, a bureau does not. Then one
/// unit of the trade and one of the ground take part. What was done before weighs least: it leads where nobody answers.
pub fn suggest(known: &Circumstances) -> Option<(Suggested, Vec<Suggested>)> {
    use SuggestionReason as R;
    let with = |unit: Option<UnitId>, reason: R| unit.map(|unit| (unit, reason));
    let (kind, filed) = known.party.unzip();
    let private = matches!(kind, Some(PartyKind::Company | PartyKind::Property | PartyKind::Owner));
    // Who answers for the place is responsible for it, unless the case was filed upon somebody else.
    let at_place = match kind {
        None | Some(PartyKind::Company | PartyKind::Property | PartyKind::Unknown) => known.place_party,
        Some(PartyKind::Owner | PartyKind::Government) => None,
    };
    let responsible = with(filed.flatten(), R::Party).or(with(at_place, R::PlaceParty));
    let trade = with(known.regulator, R::Regulator).or(with(known.place_regulator, R::PlaceRegulator));
    let ground =
        with(known.grid, R::Grid).or(with(known.territory, R::Territory)).or(with(known.street, R::Street));
    let (first, second) = if private { (ground, trade) } else { (trade, ground) };
    let lead = responsible.or(with(known.handler, R::Handler)).or(first).or(second);
    let lead = lead.or(with(known.practice, R::Practice))?;
    let mut co: Vec<Suggested> = Vec::new();
    for one in [with(known.handler, R::Handler), trade, ground].into_iter().flatten() {
        let again = one.0 == lead.0 || co.iter().any(|(unit, _)| *unit == one.0);
        let ground_twice = one.1.is_territorial() && lead.1.is_territorial();
        if !again && !ground_twice {
            co.push(one);
        }
    }
    Some((lead, co))
}

#[cfg(test)]
mod tests {
    use super::*;
    use SuggestionReason as R;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    #[test]
    fn the_responsible_leads_trade_and_ground_take_part() {
        let known = Circumstances {
            party: Some((PartyKind::Company, Some(unit(1)))),
            regulator: Some(unit(2)),
            grid: Some(unit(3)),
            street: Some(unit(4)),
            ..Circumstances::default()
        };
        let (lead, co) = suggest(&known).unwrap();
        assert_eq!(lead, (unit(1), R::Party));
        assert_eq!(co, [(unit(2), R::Regulator), (unit(3), R::Grid)]);
    }

    #[test]
    fn a_shop_in_no_register_goes_to_the_ground_and_a_road_to_the_trade() {
        let known = |kind| Circumstances {
            party: Some((kind, None)),
            place_regulator: Some(unit(2)),
            grid: Some(unit(3)),
            ..Circumstances::default()
        };
        let (lead, co) = suggest(&known(PartyKind::Owner)).unwrap();
        assert_eq!((lead, co), ((unit(3), R::Grid), vec![(unit(2), R::PlaceRegulator)]));
        let (lead, co) = suggest(&known(PartyKind::Government)).unwrap();
        assert_eq!((lead, co), ((unit(2), R::PlaceRegulator), vec![(unit(3), R::Grid)]));
    }

    #[test]
    fn whoever_answers_for_the_place_leads_unless_it_was_filed_upon_another() {
        let known = |party| Circumstances {
            party,
            place_party: Some(unit(7)),
            street: Some(unit(4)),
            ..Circumstances::default()
        };
        let lead = |party| suggest(&known(party)).unwrap().0;
        assert_eq!(lead(None), (unit(7), R::PlaceParty));
        assert_eq!(lead(Some((PartyKind::Property, None))), (unit(7), R::PlaceParty));
        assert_eq!(lead(Some((PartyKind::Government, None))), (unit(4), R::Street));
        assert_eq!(lead(Some((PartyKind::Company, Some(unit(8))))), (unit(8), R::Party));
        assert_eq!(suggest(&Circumstances::default()), None);
    }

    proptest! {
        #![proptest_config(crate::place::repeatable())]
        #[test]
        fn nobody_is_suggested_twice_and_only_who_is_known(
            kind in 0usize..6,
            units in proptest::array::uniform9(proptest::option::of(1u128..5)),
        ) {
            let kinds = [PartyKind::Company, PartyKind::Property, PartyKind::Owner, PartyKind::Government, PartyKind::Unknown];
            let of = |n: usize| units[n].map(unit);
            let known = Circumstances {
                party: kinds.get(kind).map(|k| (*k, of(0))),
                place_party: of(1), handler: of(2), regulator: of(3), place_regulator: of(4),
                grid: of(5), territory: of(6), street: of(7), practice: of(8),
            };
            let Some((lead, co)) = suggest(&known) else { return Ok(()) };
            prop_assert!(co.iter().all(|c| c.1 != R::Practice));
            prop_assert!(lead.1 != R::Practice || co.is_empty());
            let mut all: Vec<UnitId> = co.iter().map(|c| c.0).chain([lead.0]).collect();
            prop_assert!(all.iter().all(|u| units.contains(&Some(u.0.as_u128()))));
            prop_assert!(all.len() <= 4);
            let n = all.len();
            all.sort();
            all.dedup();
            prop_assert_eq!(all.len(), n);
        }
    }
}
