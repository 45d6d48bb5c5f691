//! `GET /session`: who is signed in.

use crate::actor::Entering;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use uuid::Uuid;
use work::people::SignedIn;

/// The member of staff at the console.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Me {
    /// The person's id.
    person: Uuid,
    /// 登录名.
    login: String,
    /// 姓名.
    name: String,
    /// 单位.
    unit: MyUnit,
    /// 所辖街道.
    area: Option<String>,
    /// 角色.
    #[schema(value_type = Vec<work::names::Role>)]
    roles: Vec<domain::people::Role>,
    /// What must come back as `X-CSRF-Token` with every request that changes something.
    csrf: String,
    /// Whether a second factor is enrolled.
    second_factor: bool,
    /// Whether one must be enrolled before anything else.
    second_factor_due: bool,
    /// The district.
    district: Coded,
    /// Whether the data are made up.
    demo: bool,
}

/// A unit by id, code and name.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MyUnit {
    /// Its id.
    id: Uuid,
    /// Its short code.
    code: String,
    /// Its name.
    name: String,
    /// What kind of body it is; a company is shown less than an office.
    #[schema(value_type = Option<work::names::UnitKind>)]
    kind: Option<domain::people::UnitKind>,
}

/// A code and its name.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Coded {
    /// The code.
    pub(crate) code: String,
    /// The name.
    pub(crate) name: String,
}

impl Me {
    pub(crate) fn of(api: &Api, signed_in: &SignedIn) -> Self {
        let registers = api.app.registers();
        let unit = signed_in.person.unit;
        Self {
            person: signed_in.person.id.0,
            login: signed_in.login.clone(),
            name: signed_in.name.clone(),
            unit: MyUnit {
                id: unit.0,
                code: registers.unit(unit).map(|u| u.code.clone()).unwrap_or_default(),
                name: registers.unit_name(unit),
                kind: registers.unit(unit).map(|u| u.kind),
            },
            area: signed_in.person.area.clone(),
            roles: signed_in.person.roles.clone(),
            csrf: signed_in.csrf(),
            second_factor: signed_in.second_factor,
            second_factor_due: signed_in.second_factor_due,
            district: Coded {
                code: api.app.district().to_string(),
                name: api.app.district_name().to_owned(),
            },
            demo: api.app.is_demo(),
        }
    }
}

/// Who is signed in, and the CSRF token of the session.
#[utoipa::path(get, path = "/api/v1/session", tag = "session",
    responses((status = 200, body = Me), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_session(State(api): State<Api>, Entering(signed_in): Entering) -> Answer<Json<Me>> {
    Ok(Json(Me::of(&api, &signed_in)))
}
