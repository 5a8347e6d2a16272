//! `/v1/credits`: the balance and the journal of the account.

use hyper::StatusCode;
use time::OffsetDateTime;

use super::{
    Answer, Front, body,
    pages::{Page, PageRequest},
    problem::Problem,
};
use crate::ledger::{self, AccountId};

/// `GET /v1/credits`.
pub(super) async fn balance(front: &Front, account: AccountId) -> Result<Answer, Problem> {
    let now = OffsetDateTime::now_utc();
    let balance = front.database.read(move |tx| ledger::balance(tx, &account, now)).await?;
    Ok(body::json(StatusCode::OK, &balance))
}

/// `GET /v1/credits/entries`.
pub(super) async fn entries(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let PageRequest { cursor, limit } = PageRequest::parse(query)?;
    let page = front.database.read(move |tx| ledger::entries(tx, &account, cursor.as_deref(), limit)).await?;
    Ok(body::json(StatusCode::OK, &Page { data: page.data, next: page.next }))
}
