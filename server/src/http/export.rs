//! `GET /v1/account/export`: everything that is known of the account, as a zip.

use time::OffsetDateTime;

use super::{Answer, Front, archive, problem::Problem};
use crate::{export, ledger::AccountId, sweeper};

pub(super) async fn get(front: &Front, account: AccountId, head_only: bool) -> Result<Answer, Problem> {
    let now = OffsetDateTime::now_utc();
    sweeper::settle_expiry(&front.database, &account, now).await?;
    let name = format!("{account}.zip");
    archive::send(front, &name, head_only, move |tx, file| export::write(tx, &account, now, file)).await
}
