//! `POST /hazards`: 上报 by staff.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::calendar::Instant;
use domain::hazard::{PhotoRole, Source};
use domain::ids::PlaceId;
use identity::vault::Reporter;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use work::Problem;
use work::hazard::{self, NewReport};
use work::place::GivenPosition;

/// The longest name or contact that is taken, in characters.
const LONGEST_NAME: usize = 100;

/// What a member of staff reports, for themselves or for somebody who called.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewReport)]
#[serde(deny_unknown_fields)]
pub(crate) struct StaffReport {
    /// 来源.
    #[schema(value_type = work::names::Source)]
    source: Source,
    /// 描述.
    text: String,
    /// 位置描述.
    #[serde(default)]
    address: String,
    /// 场所.
    #[serde(default)]
    place: Option<Uuid>,
    /// Where it is, unless the place knows better.
    #[serde(default)]
    position: Option<GivenPosition>,
    /// 隐患类型 code.
    #[serde(default)]
    category: Option<String>,
    /// 危及生命.
    #[serde(default)]
    life_danger: bool,
    /// Photos that were sent before.
    #[serde(default)]
    photos: Vec<Uuid>,
    /// 实际填写时间, by the device's clock, for what is sent later; at most a month ago.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    done_at: Option<Instant>,
    /// 举报人, if somebody called and left a name: goes into the vault.
    #[serde(default)]
    reporter: Option<ReporterInput>,
}

/// Who called.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReporterInput {
    /// 姓名.
    #[serde(default)]
    name: Option<String>,
    /// 电话.
    #[serde(default)]
    phone: Option<String>,
    /// 其他联系方式.
    #[serde(default)]
    contact: Option<String>,
}

/// 回执.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Receipt)]
pub(crate) struct GivenReceipt {
    /// The hazard.
    id: Uuid,
    /// 回执编号.
    receipt: String,
    /// The secret link, for whoever called.
    link: String,
}

/// Who called, checked as the public's own form is.
fn reporter(input: ReporterInput) -> Result<Reporter, Problem> {
    let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let mut reporter = Reporter::default();
    reporter.name = filled(input.name);
    reporter.phone = filled(input.phone);
    reporter.contact = filled(input.contact);
    if reporter.phone.as_deref().is_some_and(|phone| identity::phone::normalise(phone).is_none()) {
        return Err(Problem::invalid("reporter.phone", "not_a_phone"));
    }
    for (field, text) in [("reporter.name", &reporter.name), ("reporter.contact", &reporter.contact)] {
        if text.as_ref().is_some_and(|t| t.chars().count() > LONGEST_NAME) {
            return Err(Problem::invalid(field, "too_long"));
        }
    }
    Ok(reporter)
}

/// Reports a hazard.
#[utoipa::path(post, path = "/api/v1/hazards", tag = "hazards", request_body = StaffReport,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = GivenReceipt), (status = "default", body = ProblemBody)))]
pub(crate) async fn report_hazard(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<StaffReport>,
) -> Answer<(StatusCode, Json<GivenReceipt>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let StaffReport {
        source,
        text,
        address,
        place,
        position,
        category,
        life_danger,
        photos,
        done_at,
        reporter: called,
    } = body.value;
    let new = NewReport {
        source: Some(source),
        text,
        address,
        category,
        place: place.map(PlaceId),
        position: position.map(GivenPosition::position).transpose()?,
        life_danger,
        reporter: called.map(reporter).transpose()?,
        captured_at: done_at.map(|told| hazard::told_later(&api.app, told)).transpose()?.flatten(),
        ..NewReport::default()
    };
    let photos: Vec<_> = photos.into_iter().map(|file| (file, PhotoRole::Before)).collect();
    let receipt = hazard::report_with_photos(&api.app, signed.actor(), key, new, photos).await?;
    let link = receipt.link(&api.app);
    Ok((StatusCode::CREATED, Json(GivenReceipt { id: receipt.id.0, receipt: receipt.number, link })))
}
