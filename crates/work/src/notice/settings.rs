//! 通知设置: one's own, and a unit's quiet hours and times of digests.

use super::contacts::Contacts;
use super::outlets::Route;
use super::preferences::{DIGESTS, Preferences};
use super::quiet::{Quiet, TimeOfDay};
use crate::{App, Problem};
use domain::ids::{PersonId, UnitId};
use domain::people::{Act, Actor, Resource, may};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Command, Connection, EngineError, Halt, Key, Tx, Value, queries, tables};
use uuid::Uuid;

/// 本人通知设置.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = NoticeSettings)]
pub struct OwnSettings {
    /// 偏好.
    pub preferences: Preferences,
    /// 地址.
    pub contacts: Contacts,
    /// The quiet hours that hold if one sets none: the unit's, else 22:00 to 07:00.
    pub unit_quiet: Quiet,
    /// Channels that this installation has.
    pub routes: Vec<Route>,
    /// Its version; 0 before anything was set.
    pub version: u32,
}

/// 单位通知设置.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = UnitNoticeSettings)]
pub struct UnitSettings {
    /// 免打扰时段; 22:00 to 07:00 without one.
    pub quiet: Option<Quiet>,
    /// Its version; 0 before anything was set.
    pub version: u32,
}

/// Everybody's settings, as the follower and the sender need them.
pub(super) struct Known {
    rows: HashMap<Uuid, (String, Option<String>)>,
}

impl Known {
    pub(super) fn load(connection: &mut dyn Connection, district: Value) -> Result<Self, EngineError> {
        let mut rows = HashMap::new();
        for row in connection.query(queries::notice::SETTINGS_ALL, &[district])? {
            rows.insert(row.id(0)?, (row.text(1)?.to_owned(), row.opt_text(2)?.map(str::to_owned)));
        }
        Ok(Self { rows })
    }

    pub(super) fn preferences(&self, person: PersonId) -> Preferences {
        self.rows.get(&person.0).and_then(|(body, _)| serde_json::from_str(body).ok()).unwrap_or_default()
    }

    pub(super) fn quiet(&self, preferences: &Preferences, unit: Option<UnitId>) -> Quiet {
        preferences.quiet.unwrap_or_else(|| unit.map_or(Quiet::USUAL, |unit| self.unit_quiet(unit)))
    }

    fn unit_quiet(&self, unit: UnitId) -> Quiet {
        let kept =
            self.rows.get(&unit.0).and_then(|(body, _)| serde_json::from_str::<UnitSettings>(body).ok());
        kept.and_then(|settings| settings.quiet).unwrap_or(Quiet::USUAL)
    }

    pub(super) fn contacts(&self, app: &App, person: PersonId) -> Contacts {
        let sealed = self.rows.get(&person.0).and_then(|(_, sealed)| sealed.as_deref());
        Contacts::opened(app, person, sealed)
    }

    /// Whether an address is there at all, without opening it.
    pub(super) fn has_contacts(&self, person: PersonId) -> bool {
        self.rows.get(&person.0).is_some_and(|(_, sealed)| sealed.is_some())
    }
}

type Kept = Option<(String, Option<String>, u32)>;

async fn read(app: &App, owner: Uuid) -> Result<Kept, Problem> {
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::notice::SETTINGS, &[district.into(), owner.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some((row.text(0)?.to_owned(), row.opt_text(1)?.map(str::to_owned), row.int(2)? as u32)))
    });
    Ok(found.await?)
}

/// One's own settings.
pub async fn settings(app: &App, actor: &Actor) -> Result<OwnSettings, Problem> {
    let staff = actor.staff().ok_or_else(Problem::forbidden)?;
    let own = read(app, staff.person.0).await?;
    let unit = read(app, staff.unit.0).await?;
    let unit: UnitSettings = unit.and_then(|(body, ..)| serde_json::from_str(&body).ok()).unwrap_or_default();
    let (preferences, contacts, version) = match own {
        Some((body, sealed, version)) => (
            serde_json::from_str(&body).unwrap_or_default(),
            Contacts::opened(app, staff.person, sealed.as_deref()),
            version,
        ),
        None => (Preferences::default(), Contacts::default(), 0),
    };
    Ok(OwnSettings {
        preferences,
        contacts,
        unit_quiet: unit.quiet.unwrap_or(Quiet::USUAL),
        routes: app.outlets().routes(),
        version,
    })
}

struct Keep {
    owner: Uuid,
    expected: u32,
    body: String,
    contacts: Option<String>,
}

impl Command for Keep {
    type Output = u32;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<u32, Halt<Problem>> {
        let district = tx.district();
        let rows = tx.query(queries::notice::SETTINGS, &[district.into(), self.owner.into()])?;
        let actual = rows.first().map_or(Ok(0), |row| row.int(2))? as u32;
        if actual != self.expected {
            let stale = Problem::new(409, "stale").with("expected", self.expected).with("actual", actual);
            return Err(Halt::Refused(stale));
        }
        let version = actual + 1;
        let row = vec![
            district.into(),
            self.owner.into(),
            self.body.clone().into(),
            self.contacts.clone().into(),
            version.into(),
        ];
        tx.write(&tables::NOTICE_SETTINGS, row);
        Ok(version)
    }
}

/// Each time of a digest once, in their order, six at most.
fn tidied(mut digests: Vec<TimeOfDay>) -> Result<Vec<TimeOfDay>, Problem> {
    digests.sort_unstable();
    digests.dedup();
    if digests.len() > DIGESTS { Err(Problem::invalid("digests", "too_many")) } else { Ok(digests) }
}

/// Changes one's own settings; the new version.
pub async fn change_settings(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    expected: u32,
    preferences: Preferences,
    contacts: Contacts,
) -> Result<u32, Problem> {
    let person = actor.staff().ok_or_else(Problem::forbidden)?.person;
    let preferences = Preferences { digests: tidied(preferences.digests)?, ..preferences };
    let contacts = contacts.checked()?.sealed(app, person)?;
    let body = serde_json::to_string(&preferences).map_err(|_| Problem::internal())?;
    let command = Keep { owner: person.0, expected, body, contacts };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}

fn configures(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// A unit's settings, for the system administrator.
pub async fn unit_settings(app: &App, actor: &Actor, unit: UnitId) -> Result<UnitSettings, Problem> {
    configures(actor)?;
    app.registers().unit(unit).ok_or_else(Problem::not_found)?;
    let Some((body, _, version)) = read(app, unit.0).await? else { return Ok(UnitSettings::default()) };
    let kept: UnitSettings = serde_json::from_str(&body).unwrap_or_default();
    Ok(UnitSettings { version, ..kept })
}

/// Changes a unit's quiet hours; the new version.
pub async fn change_unit_settings(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    unit: UnitId,
    settings: UnitSettings,
) -> Result<u32, Problem> {
    configures(&actor)?;
    app.registers().unit(unit).ok_or_else(Problem::not_found)?;
    let body = serde_json::to_string(&settings).map_err(|_| Problem::internal())?;
    let command = Keep { owner: unit.0, expected: settings.version, body, contacts: None };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}
