//! Errors as `application/problem+json` (RFC 9457), with a stable `code` for programs.

use hyper::{
    StatusCode,
    header::{self, HeaderName, HeaderValue},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, body, request_id};
use crate::{database, export, generations, ledger, signups, statements};

/// An error, for the client.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    header: Option<(HeaderName, HeaderValue)>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Document<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'a str,
    code: &'static str,
    /// Where people write to before they turn to their bank (policy P14).
    contact: &'a str,
    /// Under which the log tells more.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Problem {
        Problem { status, code, detail: detail.into(), header: None }
    }

    /// 422: understood, and wrong.
    pub(super) fn invalid(code: &'static str, detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail)
    }

    pub(super) fn no_such_generation() -> Problem {
        let detail = "this account has no such generation";
        Problem::new(StatusCode::NOT_FOUND, "generation_not_found", detail)
    }

    /// 500: ours. What happened goes to the log, not to the client.
    pub(super) fn internal(error: &dyn std::error::Error) -> Problem {
        tracing::error!(error = %error, "a request failed");
        let detail = "the server failed; nothing was charged by this request. Send it again, with an Idempotency-Key";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", detail)
    }

    pub(super) fn with(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Problem {
        self.header = Some((name, value.into()));
        self
    }

    /// With `Retry-After`.
    pub(super) fn retry_after(self, delay: std::time::Duration) -> Problem {
        self.with(header::RETRY_AFTER, delay.as_secs().max(1))
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    pub(super) fn detail(&self) -> &str {
        &self.detail
    }

    /// For programs.
    pub(super) fn code(&self) -> &'static str {
        self.code
    }

    /// This problem in another shape: `answer` with the status and the header of this one.
    pub(super) fn dress(self, mut answer: Answer) -> Answer {
        *answer.status_mut() = self.status;
        if let Some((name, value)) = self.header {
            answer.headers_mut().insert(name, value);
        }
        answer
    }

    pub(super) fn with_status(mut self, status: StatusCode) -> Problem {
        self.status = status;
        self
    }

    pub(super) fn into_answer(self, contact: &str) -> Answer {
        let document = Document {
            // RFC 9457: the title is that of the status, the code tells more.
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: &self.detail,
            code: self.code,
            contact,
            request_id: request_id::current(),
        };
        let json = serde_json::to_vec(&document).expect("plain data serializes");
        let answer = body::text(self.status, "application/problem+json", json);
        self.dress(answer)
    }
}

impl From<database::Error> for Problem {
    fn from(error: database::Error) -> Self {
        Problem::internal(&error)
    }
}

impl From<ledger::Error> for Problem {
    fn from(error: ledger::Error) -> Self {
        match error {
            ledger::Error::InsufficientCredits { .. } => {
                Problem::new(StatusCode::PAYMENT_REQUIRED, "insufficient_credits", error.to_string())
            }
            ledger::Error::AccountTerminated(_) => {
                Problem::new(StatusCode::FORBIDDEN, "account_terminated", error.to_string())
            }
            ledger::Error::NoSuchKey(_) => {
                Problem::new(StatusCode::NOT_FOUND, "key_not_found", "this account has no such key")
            }
            ledger::Error::KeyRevoked(_) => Problem::new(StatusCode::CONFLICT, "key_revoked", error.to_string()),
            ledger::Error::KeyMade(_) => Problem::new(StatusCode::CONFLICT, "key_made_before", error.to_string()),
            ledger::Error::TooManyKeys(_) => Problem::new(StatusCode::CONFLICT, "too_many_keys", error.to_string()),
            ledger::Error::Invalid(detail) => Problem::invalid("invalid", detail),
            error => Problem::internal(&error),
        }
    }
}

impl From<statements::Error> for Problem {
    fn from(error: statements::Error) -> Self {
        match error {
            statements::Error::Ledger(error) => error.into(),
            statements::Error::Generation(error) => error.into(),
        }
    }
}

impl From<export::Error> for Problem {
    fn from(error: export::Error) -> Self {
        match error {
            export::Error::Ledger(error) => error.into(),
            error => Problem::internal(&error),
        }
    }
}

impl From<signups::Error> for Problem {
    fn from(error: signups::Error) -> Self {
        let detail = error.to_string();
        match error {
            signups::Error::Ledger(error) => error.into(),
            signups::Error::TooMany { retry_after } => {
                let delay = retry_after.unsigned_abs() + std::time::Duration::from_secs(1);
                Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_signups", detail).retry_after(delay)
            }
            signups::Error::UnknownToken => Problem::new(StatusCode::NOT_FOUND, "unknown_token", detail),
            signups::Error::Used => Problem::new(StatusCode::GONE, "token_used", detail),
            signups::Error::Expired => Problem::new(StatusCode::GONE, "token_expired", detail),
        }
    }
}

impl From<generations::Error> for Problem {
    fn from(error: generations::Error) -> Self {
        match error {
            generations::Error::Ledger(error) => error.into(),
            generations::Error::KeyReused(_) => Problem::invalid("idempotency_key_reused", error.to_string()),
            error => Problem::internal(&error),
        }
    }
}
