//! `GET /catalogue`: 隐患目录.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::hazard::catalogue as source;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use work::Problem;
use work::words::{Lang, either};

/// 隐患目录.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Catalogue {
    /// Its version.
    version: String,
    /// 大类.
    majors: Vec<Major>,
}

/// 大类.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Major {
    /// Its code.
    code: String,
    /// Its name in the reader's language.
    name: String,
    /// 小类.
    minors: Vec<Minor>,
}

/// 小类.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Minor {
    /// Its code.
    code: String,
    /// Its name in the reader's language.
    name: String,
    /// 立案标准.
    standards: Vec<Standard>,
}

/// 立案标准.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Standard {
    /// Its id.
    id: String,
    /// 立案条件.
    condition: String,
    /// 整改时限.
    #[schema(value_type = Object)]
    limit: domain::calendar::Limit,
    /// 结案标准.
    closing: String,
    /// 处置单位, as the standard names it.
    handler: String,
    /// 主管部门, as the standard names it.
    regulator: String,
}

/// Which version.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CatalogueQuery {
    /// The name of a version; the one in force now, if it is left out.
    version: Option<String>,
}

fn minor(lang: Lang, minor: &source::MinorCategory) -> Minor {
    let standard = |s: &source::FilingStandard| Standard {
        id: s.id.clone(),
        condition: s.condition.clone(),
        limit: s.limit,
        closing: s.closing.clone(),
        handler: s.handler.clone(),
        regulator: s.regulator.clone(),
    };
    Minor {
        code: minor.code.clone(),
        name: either(lang, &minor.name, &minor.name_en).to_owned(),
        standards: minor.standards.iter().map(standard).collect(),
    }
}

/// The catalogue in force, or an earlier or later version.
#[utoipa::path(get, path = "/api/v1/catalogue", tag = "registers", params(CatalogueQuery),
    responses((status = 200, body = Catalogue), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_catalogue(
    State(api): State<Api>,
    _: Signed,
    Asked(query): Asked<CatalogueQuery>,
    headers: HeaderMap,
) -> Answer<Json<Catalogue>> {
    let book = api.app.catalogue_book();
    let catalogue = match query.version {
        Some(version) => Arc::clone(book.version(&version).ok_or_else(Problem::not_found)?),
        None => api.app.catalogue(),
    };
    let lang = lang(&headers);
    let majors = catalogue.majors().iter().map(|major| Major {
        code: major.code.clone(),
        name: either(lang, &major.name, &major.name_en).to_owned(),
        minors: major.minors.iter().map(|m| minor(lang, m)).collect(),
    });
    Ok(Json(Catalogue { version: catalogue.version.clone(), majors: majors.collect() }))
}
