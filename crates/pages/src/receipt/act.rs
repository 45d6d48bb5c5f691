//! POST: what the reporter does with the own report.

use super::open;
use super::show::{Typed, draw};
use crate::answer::{Failed, see_other};
use crate::moment::moment;
use crate::reader::Reader;
use crate::report_key;
use crate::state::Pages;
use crate::upload::{Complaint, Form, MOST_TEXT, drain};
use crate::words::With;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::hazard::{Action, PhotoRole};
use domain::ids::HazardId;
use domain::people::Actor;
use uuid::Uuid;
use work::Problem;

/// What a reporter may do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Add,
    Rate,
    Appeal,
    Urge,
    /// 撤回并删除联系方式.
    Erase,
}

impl Verb {
    fn parse(name: &str) -> Option<Self> {
        [Verb::Add, Verb::Rate, Verb::Appeal, Verb::Urge, Verb::Erase].into_iter().find(|v| v.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Verb::Add => "add",
            Verb::Rate => "rate",
            Verb::Appeal => "appeal",
            Verb::Urge => "urge",
            Verb::Erase => "erase",
        }
    }
}

/// GET /r/{receipt}/{verb}: the address that stands there after a form was refused, opened again.
pub(crate) async fn back(
    State(pages): State<Pages>,
    lang: Reader,
    Path((receipt, verb)): Path<(String, String)>,
) -> Response {
    match Verb::parse(&verb) {
        Some(_) if receipt.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) => {
            see_other(&format!("/r/{receipt}"))
        }
        _ => Failed::NotFound.page(&pages, lang),
    }
}

/// POST /r/{receipt}/{verb}
pub(crate) async fn act(
    State(pages): State<Pages>,
    lang: Reader,
    Path((receipt, verb)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(verb) = Verb::parse(&verb) else {
        drain(&pages, request).await;
        return Failed::NotFound.page(&pages, lang);
    };
    let doing = Doing { pages: &pages, lang, receipt, verb };
    match doing.attempt(request).await {
        Ok(response) => response,
        Err(failed) => failed.page(&pages, lang),
    }
}

/// One thing that a reporter does.
struct Doing<'a> {
    pages: &'a Pages,
    lang: Reader,
    receipt: String,
    verb: Verb,
}

impl Doing<'_> {
    /// Reads the form, does what it asks and shows the receipt again.
    async fn attempt(&self, request: Request) -> Result<Response, Failed> {
        let caller = self.pages.caller(request.extensions(), request.headers());
        if let Err(problem) = self.pages.app.limiters().report.address(caller) {
            drain(self.pages, request).await;
            return Err(problem.into());
        }
        let (id, actor) = match open(self.pages, &self.receipt).await {
            Ok(found) => found,
            Err(failed) => {
                drain(self.pages, request).await;
                return Err(failed);
            }
        };
        let form = Form::read(self.pages, *self.lang, &actor, request).await?;
        if !form.complaints.is_empty() {
            return self.again(id, form.complaints.clone(), &form).await;
        }
        let action = match self.asked(&actor, &form).await? {
            Ok(action) => action,
            Err(complaint) => return self.again(id, vec![complaint], &form).await,
        };
        // The same click twice is one.
        let key = report_key(&format!("pages/{}/{id}", self.verb.name()), &form);
        match work::hazard::act(&self.pages.app, actor, key, id, None, action).await {
            Ok(_) => Ok(see_other(&format!("/r/{}?done={}", self.receipt, self.verb.name()))),
            Err(problem) if matches!(problem.status, 403 | 409 | 422) => {
                self.again(id, vec![self.refused(&problem)], &form).await
            }
            Err(problem) => Err(problem.into()),
        }
    }

    /// What the form asks for, or what is wrong with it.
    async fn asked(&self, actor: &Actor, form: &Form) -> Result<Result<Action, Complaint>, Problem> {
        let w = &self.lang.words().receipt;
        let text = form.get("text").to_owned();
        Ok(match self.verb {
            Verb::Add if text.is_empty() && form.photos.is_empty() => Err(Complaint::new("text", w.e_text)),
            Verb::Add => {
                let wanted: Vec<(Uuid, PhotoRole)> =
                    form.photos.iter().map(|p| (p.file.0, PhotoRole::Supplement)).collect();
                let photos = work::photo::find(&self.pages.app, actor, &wanted).await?;
                Ok(Action::Supplement { text, photos })
            }
            Verb::Rate => {
                let stars = form.get("stars").parse().ok().filter(|s| (1..=5).contains(s));
                match (form.get("solved"), stars) {
                    ("yes" | "no", None) => Err(Complaint::new("stars", w.e_stars)),
                    ("yes", Some(stars)) => Ok(Action::Rate { solved: true, stars, text }),
                    ("no", Some(stars)) => Ok(Action::Rate { solved: false, stars, text }),
                    _ => Err(Complaint::new("solved", w.e_solved)),
                }
            }
            Verb::Appeal => Ok(Action::Appeal { text }),
            Verb::Urge => Ok(Action::Urge { text: String::new() }),
            Verb::Erase => Ok(Action::EraseReporter { text: String::new() }),
        })
    }

    fn refused(&self, problem: &Problem) -> Complaint {
        let w = self.lang.words();
        match problem.errors.first().map(|(field, code)| (field.as_str(), code.as_str())) {
            Some(("text", "too_long")) => Complaint::new("text", w.receipt.e_text_long.with(MOST_TEXT)),
            Some(("text", _)) if self.verb == Verb::Appeal => Complaint::new("reason", w.receipt.e_reason),
            Some(("text", _)) => Complaint::new("text", w.receipt.e_text),
            Some(("photos", _)) => Complaint::new("text", w.report.e_photo_kept),
            _ if problem.code == "too_soon" => {
                let again = problem.params.get("until").and_then(|until| until.parse().ok());
                let again = again.map(|again| moment(*self.lang, again)).unwrap_or_default();
                Complaint::new("", w.receipt.urge_again.with(again))
            }
            _ => Complaint::new("", w.receipt.e_moved),
        }
    }

    async fn again(&self, id: HazardId, complaints: Vec<Complaint>, form: &Form) -> Result<Response, Failed> {
        let text = |name| form.get(name).to_owned();
        let typed = Typed {
            verb: self.verb.name(),
            text: text("text"),
            solved: text("solved"),
            stars: text("stars"),
        };
        let drawn = draw(self.pages, self.lang, id, None, complaints, typed).await?;
        Ok(drawn.answer(StatusCode::UNPROCESSABLE_ENTITY))
    }
}
