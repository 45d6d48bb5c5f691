//! 补充, 催办, 申诉, 未解决: what a reporter says later through another system.

use super::Client;
use super::published::Viewer;
use super::updates::update_id;
use crate::hazard::{Acted, act, state};
use crate::{App, Problem};
use domain::hazard::{Action, Hazard, Photo, StageCode};
use domain::people::Actor;
use identity::receipt::ReceiptNumber;
use store::{Key, Value, queries};

/// What the reporter wants with it, beside the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To say more.
    Tell,
    /// 催办.
    Urge,
    /// It is not solved, or was turned away wrongly.
    Reopen,
    /// 评价, of one to five stars.
    Rate {
        /// 是否解决.
        solved: bool,
        /// 五级评价.
        stars: u8,
    },
}

/// What a reporter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// 回执编号, as people write it.
    pub number: String,
    /// The number under which the client keeps it: said once.
    pub id: String,
    /// The words.
    pub text: String,
    /// Photos that are kept already.
    pub photos: Vec<Photo>,
    /// What is wanted.
    pub wish: Wish,
}

/// How many stars stand for "not solved" when no number was given.
const UNSOLVED: u8 = 1;

/// Says it in the reporter's place. Only for what the client itself has sent; anything else is not found. Repeated
/// under the same id it is refused as `already_said`. Gives back the id of the update.
pub async fn say(app: &App, client: &Client, content: &[u8], saying: Saying) -> Result<String, Problem> {
    let key = Key::new(&format!("open311/update/{}", client.unit), &saying.id, content);
    if is_known(app, &key).await? {
        return Err(Problem::new(409, "already_said"));
    }
    let hazard = own(app, client, &saying.number).await?;
    let action = action(&hazard, saying)?;
    // The client speaks for its reporter, who holds the receipt.
    let holder = Actor::ReceiptHolder { hazard: hazard.id };
    let Acted { version, .. } = act(app, holder, Some(key), hazard.id, None, action).await?;
    Ok(update_id(&hazard.receipt, version))
}

/// Whether something was done under this key before.
pub async fn is_known(app: &App, key: &Key) -> Result<bool, Problem> {
    let (district, digest) = (app.district(), key.key);
    let found =
        app.store().read(move |c| c.query(queries::open311::USED, &[district.into(), Value::from(digest)]));
    Ok(!found.await?.is_empty())
}

async fn own(app: &App, client: &Client, number: &str) -> Result<Hazard, Problem> {
    let number = ReceiptNumber::parse(number).map_err(|_| Problem::not_found())?;
    let (district, viewer) = (app.district(), Viewer::of(&client.actor()));
    let number = number.as_str().to_owned();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::open311::SENDER, &[district.into(), number.into()])?;
        match rows.first() {
            Some(row) if viewer.sent(row.text(2)?) => state(row.text(1)?).map(Some),
            _ => Ok(None),
        }
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// The reporter's move that fits where the hazard stands. The domain has the last word.
fn action(hazard: &Hazard, saying: Saying) -> Result<Action, Problem> {
    let Saying { text, photos, wish, .. } = saying;
    let stage = hazard.stage.code();
    Ok(match wish {
        Wish::Rate { solved, stars } => Action::Rate { solved, stars, text },
        Wish::Reopen if stage == StageCode::FollowUp => Action::Rate { solved: false, stars: UNSOLVED, text },
        Wish::Reopen if stage == StageCode::Rejected => Action::Appeal { text },
        Wish::Urge => Action::Urge { text },
        _ if stage.is_open() || stage == StageCode::Merged => Action::Supplement { text, photos },
        _ => return Err(Problem::new(409, "closed")),
    })
}
