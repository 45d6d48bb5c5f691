//! What a report is about before anything is typed: a code, a place that was picked, or nothing yet.

use crate::state::Pages;
use domain::ids::PlaceId;
use work::Problem;
use work::place::{Picked, Spot};

/// 地点.
pub(super) enum At {
    /// 扫码.
    Code(Box<Spot>),
    /// 选点.
    Picked(Box<Picked>),
    /// To be said in words.
    Anywhere,
}

impl At {
    /// The place that a form names.
    pub(super) async fn named(pages: &Pages, id: &str) -> Result<Self, Problem> {
        if id.is_empty() {
            return Ok(At::Anywhere);
        }
        let id = PlaceId(id.parse().map_err(|_| Problem::not_found())?);
        Ok(At::Picked(Box::new(work::place::picked(&pages.app, id).await?)))
    }

    pub(super) fn place(&self) -> Option<PlaceId> {
        match self {
            At::Code(spot) => Some(spot.place),
            At::Picked(place) => Some(place.id),
            At::Anywhere => None,
        }
    }

    /// The scanned code, without its check part.
    pub(super) fn stem(&self) -> Option<String> {
        match self {
            At::Code(spot) => Some(spot.code.stem().to_owned()),
            _ => None,
        }
    }

    /// Name and address.
    pub(super) fn words(&self) -> Option<(&str, &str)> {
        match self {
            At::Code(spot) => Some((&spot.name, &spot.address)),
            At::Picked(place) => Some((&place.name, &place.address)),
            At::Anywhere => None,
        }
    }

    /// The place that the form names itself, because its address does not.
    pub(super) fn hidden(&self) -> Option<String> {
        match self {
            At::Picked(place) => Some(place.id.0.simple().to_string()),
            _ => None,
        }
    }

    /// Where the form about it goes: not quite where it was opened. A browser forgets the page of the address to which
    /// something was sent (RFC 9111, 4.4), so that going back would find a form with another id, and what is sent from
    /// that one is another report; from an address of its own, going back finds the form as it was sent.
    pub(super) fn action(&self, lane: Lane) -> String {
        match (self, lane) {
            (_, Lane::Inside) => "/inside?send".to_owned(),
            (At::Code(spot), Lane::Open) => format!("/s/{}/report?send", spot.code),
            (_, Lane::Open) => "/report?send".to_owned(),
        }
    }
}

/// Who reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Anybody.
    Open,
    /// 从业人员: somebody who works there. Nothing is kept on the phone, nothing tells when or where it was written.
    Inside,
}
