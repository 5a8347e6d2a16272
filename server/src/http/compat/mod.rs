//! The APIs that clients of other services speak already: thin adapters over [`super::generations`]. A run asked for here is
//! held, committed, voided and kept in the history like any other; only the words differ.
//!
//! What a client sends and this service cannot do is refused by name. A value that says what happens anyway is taken.

mod fields;
pub(super) mod meshy;
pub(super) mod replicate;
pub(super) mod stability;

use hyper::StatusCode;
use schemars::{Schema, SchemaGenerator};

use super::{
    Answer,
    problem::{self, Problem},
};

/// How an error is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `application/problem+json`, which is also Replicate's.
    Problem,
    /// `{id, name, errors}`.
    Stability,
    /// `{message}`.
    Meshy,
}

impl Dialect {
    /// That of a path, whether there is anything or not.
    pub(super) fn of(path: &str) -> Dialect {
        if path.starts_with("/openapi/") {
            Dialect::Meshy
        } else if path.starts_with("/v2beta/") || path == "/v1/user/balance" {
            Dialect::Stability
        } else {
            Dialect::Problem
        }
    }

    /// The problem as an answer; `contact` is where people write to (policy P14).
    pub(super) fn answer(self, problem: Problem, contact: &str) -> Answer {
        let status = self.status(problem.status(), problem.code());
        let problem = problem.with_status(status);
        match self {
            Dialect::Problem => problem.into_answer(contact),
            Dialect::Stability => stability::refuse(problem, contact),
            Dialect::Meshy => meshy::refuse(problem, contact),
        }
    }

    /// The status that stands for `status` here. A request that is wrong is 400 at Meshy, and at Stability unless what is wrong
    /// is in the image.
    fn status(self, status: StatusCode, code: &str) -> StatusCode {
        match (self, status) {
            (Dialect::Problem, _) => status,
            (Dialect::Stability, StatusCode::UNPROCESSABLE_ENTITY)
                if matches!(code, "invalid_image" | stability::FAILED) =>
            {
                status
            }
            (
                Dialect::Stability | Dialect::Meshy,
                StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ) => StatusCode::BAD_REQUEST,
            _ => status,
        }
    }

    /// The statuses that problems of `status` may have here.
    pub(super) fn statuses(self, status: u16) -> Vec<u16> {
        match (self, status) {
            (Dialect::Meshy, 415 | 422) | (Dialect::Stability, 415) => vec![400],
            (Dialect::Stability, 422) => vec![400, 422],
            _ => vec![status],
        }
    }

    /// What an error's body is, and its media type.
    pub(super) fn schema(self, schemas: &mut SchemaGenerator) -> (&'static str, Schema) {
        match self {
            Dialect::Problem => ("application/problem+json", schemas.subschema_for::<problem::Document<'static>>()),
            Dialect::Stability => ("application/json", schemas.subschema_for::<stability::Refusal<'static>>()),
            Dialect::Meshy => ("application/json", schemas.subschema_for::<meshy::Refusal<'static>>()),
        }
    }
}
