//! GET /, GET /privacy and GET /emergency

use crate::answer::page;
use crate::reader::Reader;
use crate::state::{Frame, Pages};
use crate::words::With;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::calendar::LimitUnit;
use domain::hazard::{LimitStage, Matter, Source};

#[derive(Template)]
#[template(path = "front.html")]
struct FrontPage {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    frame: Frame,
    months: u32,
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
    cases: [(&'static str, &'static str); 8],
    /// C1 for danger to life, in words.
    response: String,
}

/// 遇险怎么办.
pub(crate) async fn emergency(State(pages): State<Pages>, lang: Reader) -> Response {
    let w = &lang.words().emergency;
    let now = pages.app.store().surroundings().now();
    let matter = Matter { grade: None, urgent: true, category: None, source: Source::Resident };
    let limit = pages.app.limits().at(now).limit(LimitStage::Response, &matter);
    // What is dangerous to life is counted around the clock.
    let response = match limit.unit {
        LimitUnit::UrgentMinute => w.minutes.with(limit.amount),
        LimitUnit::UrgentHour | LimitUnit::WorkingHour => w.hours.with(limit.amount),
        LimitUnit::NaturalDay | LimitUnit::WorkingDay | LimitUnit::WorkingDaySlots => {
            w.days.with(limit.amount)
        }
    };
    let cases = [
        (w.fire_title, w.fire),
        (w.gas_title, w.gas),
        (w.power_title, w.power),
        (w.house_title, w.house),
        (w.water_title, w.water),
        (w.lift_title, w.lift),
        (w.chem_title, w.chem),
        (w.crowd_title, w.crowd),
    ];
    page(StatusCode::OK, &HelpPage { frame: pages.frame(lang, w.title), cases, response })
}

/// What this is, and where to begin.
pub(crate) async fn front(State(pages): State<Pages>, lang: Reader) -> Response {
    let frame = pages.frame(lang, lang.words().front.title).with_scripts();
    page(StatusCode::OK, &FrontPage { frame })
}

/// 个人信息处理告知 (个人信息保护法 §17).
pub(crate) async fn privacy(State(pages): State<Pages>, lang: Reader) -> Response {
    let frame = pages.frame(lang, lang.words().privacy.title);
    page(StatusCode::OK, &PrivacyPage { frame, months: pages.settings.contact_months })
}
