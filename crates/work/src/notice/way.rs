//! Which ways a notice takes out of the house, and when.

use super::delivery_id;
use super::outlets::{Outlets, Route};
use super::preferences::{Way, rings};
use super::settings::Known;
use domain::calendar::Instant;
use domain::ids::District;
use domain::people::Staff;
use store::Value;
use uuid::Uuid;

/// A row of `deliveries` that waits.
pub(super) fn waiting(
    district: District,
    (notice, owner): (Uuid, Uuid),
    route: Route,
    urgent: bool,
    (at, ready): (Instant, Instant),
) -> Vec<Value> {
    vec![
        district.into(),
        delivery_id(notice, route).into(),
        notice.into(),
        owner.into(),
        i64::from(route as u8).into(),
        urgent.into(),
        at.into(),
        ready.into(),
        0i64.into(),
        0i64.into(),
        Value::Null,
        0i64.into(),
        0i64.into(),
        "".into(),
        Value::Null,
    ]
}

/// The ways of one person's notice about an event.
pub(super) fn ways(
    district: District,
    known: &Known,
    outlets: &Outlets,
    to: &Staff,
    notice: Uuid,
    urgent: bool,
    now: Instant,
) -> Vec<Vec<Value>> {
    if !known.has_contacts(to.person) {
        return Vec::new();
    }
    let preferences = known.preferences(to.person);
    let quiet = known.quiet(&preferences, Some(to.unit));
    let way = |route: Route, way: Way| {
        outlets.of(route)?;
        let ready = rings(way, urgent, now, quiet, &preferences.digests)?;
        Some(waiting(district, (notice, to.person.0), route, urgent, (now, ready)))
    };
    [way(Route::Mail, preferences.mail), way(Route::Sms, preferences.sms)].into_iter().flatten().collect()
}
