//! The APIs that clients of other services speak already: thin adapters over [`super::generations`]. A run asked for here is
//! held, committed, voided and kept in the history like any other; only the words differ.
//!
//! What a client sends and this service cannot do is refused by name. A value that says what happens anyway is taken.

mod fields;
pub(super) mod meshy;
pub(super) mod replicate;
pub(super) mod stability;

use super::{Answer, problem::Problem};

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
        match self {
            Dialect::Problem => problem.into_answer(contact),
            Dialect::Stability => stability::refuse(problem, contact),
            Dialect::Meshy => meshy::refuse(problem, contact),
        }
    }
}
