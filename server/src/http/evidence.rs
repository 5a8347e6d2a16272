//! `GET /v1/operator/disputes/{id}/evidence`: what contests a dispute, as a zip, for accounts with the role.

use std::{fs::File, io::BufWriter};

use hyper::StatusCode;
use rusqlite::Connection;
use time::OffsetDateTime;

use super::{Answer, Front, archive, auth::Caller, operators, problem::Problem};
use crate::{control, evidence, payments, sweeper};

pub(super) async fn get(front: &Front, caller: Caller, id: &str, head_only: bool) -> Result<Answer, Problem> {
    operators::check_role(&caller)?;
    let now = OffsetDateTime::now_utc();
    let asked = id.to_owned();
    let find = move |tx: &Connection| Ok::<_, evidence::Error>(payments::dispute(tx, &asked)?);
    let dispute = front.database.read(find).await?;
    if let Some(account) = &dispute.account {
        sweeper::settle_expiry(&front.database, account, now).await?;
    }
    let configuration = front.configuration.clone();
    let id = dispute.id.clone();
    let write =
        move |tx: &Connection, file: BufWriter<&File>| evidence::write(tx, &id, &configuration.service, now, file);
    // The id is the provider's word.
    let safe = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let name = format!("evidence-{}.zip", dispute.id.chars().filter(safe).collect::<String>());
    let answer = archive::send(front, &name, head_only, write).await?;
    if !head_only {
        let record = move |tx: &Connection| control::record_evidence(tx, caller.account, &dispute.id, now);
        front.database.write(record).await?;
    }
    Ok(answer)
}

impl From<evidence::Error> for Problem {
    fn from(error: evidence::Error) -> Self {
        let detail = error.to_string();
        match error {
            evidence::Error::Payments(payments::Error::NoSuchDispute(_)) => {
                Problem::new(StatusCode::NOT_FOUND, "dispute_not_found", "there is no such dispute")
            }
            evidence::Error::Payments(error) => error.into(),
            evidence::Error::Statement(error) => error.into(),
            evidence::Error::Export(error) => error.into(),
            evidence::Error::NoPurchase { .. } | evidence::Error::NotPaid { .. } | evidence::Error::NoPolicy { .. } => {
                Problem::new(StatusCode::CONFLICT, "no_evidence", detail)
            }
        }
    }
}
