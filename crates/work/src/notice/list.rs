//! 消息: what somebody was told, newest first, read and unread.

use super::telling::Told;
use crate::hazard::{Marks, Page};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::people::Actor;
use serde::Serialize;
use store::{EngineError, Row, queries};
use uuid::Uuid;

use super::send::change;

/// More unread ones than this are not counted.
const MOST: i64 = 100;

/// 通知.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Notice {
    /// Its id.
    pub id: Uuid,
    /// The hazard that it is about; nothing where it is about an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hazard: Option<Uuid>,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// What it says, in one line.
    pub title: String,
    /// What it says.
    pub text: String,
    /// 件数: of how many hazards it tells; one, but for what was imported late.
    pub count: u32,
    /// Whether danger to life called for somebody.
    pub urgent: bool,
    /// 已读时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub read_at: Option<Instant>,
}

/// One page of notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = NoticeList)]
pub struct Notices {
    /// Newest first.
    pub items: Vec<Notice>,
    /// Where the next page begins; nothing at the end.
    pub next: Option<String>,
}

/// 未读.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = UnreadNotices)]
pub struct Unread {
    /// How many, 100 at most.
    pub count: i64,
    /// The newest of them.
    pub newest: Vec<Notice>,
}

fn notice(app: &App, lang: Lang, row: &Row) -> Result<Notice, EngineError> {
    let told = Told {
        hazard: row.id(1)?,
        at: Instant(row.int(2)?),
        template: row.text(3)?.to_owned(),
        params: serde_json::from_str(row.text(4)?).unwrap_or_default(),
        urgent: row.int(5)? != 0,
    };
    let (title, text) = told.words(app, lang);
    Ok(Notice {
        id: row.id(0)?,
        hazard: (!told.is_of_account()).then_some(told.hazard),
        count: told.params.count.unwrap_or(1),
        at: told.at,
        title,
        text,
        urgent: told.urgent,
        read_at: row.opt_int(6)?.map(Instant),
    })
}

fn reader(actor: &Actor) -> Result<PersonId, Problem> {
    actor.staff().map(|staff| staff.person).ok_or_else(Problem::forbidden)
}

/// One's own notices.
pub async fn notices(app: &App, actor: &Actor, page: Page, lang: Lang) -> Result<Notices, Problem> {
    let (person, district, rows) = (reader(actor)?, app.district(), page.rows());
    let (at, id) = page.cursor(app)?.unwrap_or((i64::MAX, Uuid::max()));
    let (app_, marks) = (app.clone(), Marks::of(app));
    let found = app.store().read(move |c| {
        let most = (rows + 1) as i64;
        let found = c.query(
            queries::notice::OF_PERSON,
            &[district.into(), person.into(), at.into(), id.into(), most.into()],
        )?;
        let items = found.iter().take(rows).map(|row| notice(&app_, lang, row));
        let items = items.collect::<Result<Vec<_>, EngineError>>()?;
        let next = items.last().filter(|_| found.len() > rows).map(|last| marks.seal(last.at.0, last.id));
        Ok(Notices { items, next })
    });
    Ok(found.await?)
}

/// How many of one's own are unread, and the newest of them.
pub async fn unread(app: &App, actor: &Actor, newest: i64, lang: Lang) -> Result<Unread, Problem> {
    let (person, district) = (reader(actor)?, app.district());
    let app_ = app.clone();
    let found = app.store().read(move |c| {
        let counted = c.query(queries::notice::UNREAD, &[district.into(), person.into(), MOST.into()])?;
        let count = counted.first().map_or(Ok(0), |row| row.int(0))?;
        let newest = c
            .query(
                queries::notice::UNREAD_LIST,
                &[district.into(), person.into(), newest.clamp(0, 20).into()],
            )?
            .iter()
            .map(|row| notice(&app_, lang, row))
            .collect::<Result<Vec<_>, EngineError>>()?;
        Ok(Unread { count, newest })
    });
    Ok(found.await?)
}

/// One was read. Of somebody else's nobody learns that it is there: nothing happens.
pub async fn read_one(app: &App, actor: &Actor, id: Uuid) -> Result<(), Problem> {
    let person = reader(actor)?;
    let now = app.store().surroundings().now();
    let row = vec![app.district().into(), person.into(), id.into(), now.into()];
    change(app, vec![(queries::notice::READ_ONE, row)]).await.map(drop)
}

/// Everything up to a moment was read: not what came while the list was looked at.
pub async fn read_all(app: &App, actor: &Actor, until: Instant) -> Result<(), Problem> {
    let person = reader(actor)?;
    let now = app.store().surroundings().now();
    let row = vec![app.district().into(), person.into(), now.into(), until.min(now).into()];
    change(app, vec![(queries::notice::READ_ALL, row)]).await.map(drop)
}

/// Who opens a hazard has read what was said about it.
pub async fn read_about(app: &App, actor: &Actor, hazard: Uuid) -> Result<(), Problem> {
    let person = reader(actor)?;
    let now = app.store().surroundings().now();
    let row = vec![app.district().into(), person.into(), hazard.into(), now.into()];
    change(app, vec![(queries::notice::READ_ABOUT, row)]).await.map(drop)
}
