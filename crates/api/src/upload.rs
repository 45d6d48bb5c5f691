//! A spreadsheet as the body of a request: the bytes as they are, with the file's name and whether it is only tried in
//! the address.

use crate::body::read;
use crate::problem::{Answer, Refused};
use crate::settings::Api;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::Deserialize;
use work::{Problem, spreadsheet};

/// The bytes of a file.
pub(crate) struct Upload(pub(crate) Vec<u8>);

/// How a file is taken.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct UploadQuery {
    /// Its name, as messages will call it.
    #[serde(default)]
    pub(crate) name: String,
    /// Only say what would become of each row.
    #[serde(default)]
    pub(crate) dry_run: bool,
}

/// A file as the API's document describes it.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[allow(dead_code, reason = "describes the body")]
pub(crate) struct FileBytes(Vec<u8>);

impl FromRequest<Api> for Upload {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &Api) -> Answer<Self> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if kind != "application/octet-stream" {
            return Err(Problem::new(415, "file_expected").into());
        }
        let too_large = |problem: Problem| match problem.code {
            "too_large" => Problem::new(413, "table_too_large").with("limit", spreadsheet::LONGEST),
            _ => problem,
        };
        let bytes = read(request, spreadsheet::LONGEST).await.map_err(too_large)?;
        Ok(Self(bytes.into()))
    }
}
