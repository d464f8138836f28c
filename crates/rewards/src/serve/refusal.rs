//! Answers that are no success: a status and `{"error": ".."}` that says what to do.

use std::fmt::Display;

use axum::{
    extract::rejection::{PathRejection, QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
    Json,
};
use serde_json::json;

/// An answer that is no success.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    error: String,
}

impl Refusal {
    pub(super) fn bad_request(error: impl Display) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error: error.to_string() }
    }

    pub(super) fn not_found(error: impl Display) -> Self {
        Self { status: StatusCode::NOT_FOUND, error: error.to_string() }
    }

    pub(super) fn method_not_allowed() -> Self {
        Self { status: StatusCode::METHOD_NOT_ALLOWED, error: "only GET and HEAD are answered".into() }
    }

    /// For now: the same request can succeed later.
    pub(super) fn unavailable(error: impl Display) -> Self {
        Self { status: StatusCode::SERVICE_UNAVAILABLE, error: error.to_string() }
    }

    pub(super) fn internal(error: impl Display) -> Self {
        tracing::error!(%error, "request failed");
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, error: "the service failed: see its log".into() }
    }
}

impl From<PathRejection> for Refusal {
    fn from(rejection: PathRejection) -> Self {
        Self { status: rejection.status(), error: "the path cannot be read: its parts have to be UTF-8".into() }
    }
}

impl From<QueryRejection> for Refusal {
    fn from(rejection: QueryRejection) -> Self {
        let error = "the query cannot be read: ask for one tree, with one ?root= and its 64 hexadecimal digits";
        Self { status: rejection.status(), error: error.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.error }))).into_response()
    }
}
