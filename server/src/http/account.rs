//! `/v1/account`: who asks.

use hyper::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;

use super::{Answer, Front, body, problem::Problem};
use crate::date_time::DateTime;
use crate::ledger::{self, AccountId, Role};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Account")]
pub(super) struct View<'a> {
    /// This and the names are what Replicate's clients look for at this path.
    r#type: &'static str,
    username: &'a str,
    name: &'a str,
    github_url: Option<&'a str>,
    id: &'a AccountId,
    email: &'a str,
    role: Role,
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    created_at: OffsetDateTime,
}

/// `GET /v1/account`.
pub(super) async fn get(front: &Front, account: AccountId) -> Result<Answer, Problem> {
    let account = front.database.read(move |tx| ledger::account(tx, &account)).await?;
    let view = View {
        r#type: "user",
        username: &account.id.0,
        name: &account.email,
        github_url: None,
        id: &account.id,
        email: &account.email,
        role: account.role,
        created_at: account.created_at,
    };
    Ok(body::json(StatusCode::OK, &view))
}
