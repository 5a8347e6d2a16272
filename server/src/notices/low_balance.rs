//! A balance that is low: told once, until it has been at the threshold or above again.
//!
//! Credits on hold count as there: a generation that fails gives them back. Whether the balance rose meanwhile the journal tells,
//! so that a rise between two looks counts.

use rusqlite::{Connection, OptionalExtension, named_params};
use time::OffsetDateTime;

use super::{BATCH, Candidate};
use crate::configuration::Configuration;
use crate::database::{self, Millis};
use crate::mail::{self, NewMail};

/// An account without entries never had credits.
const DUE: &str = "terminated_at_ms IS NULL AND entries > 0 AND available + held < :threshold
    AND (NOT EXISTS (SELECT 1 FROM low_balance_notice WHERE account = account.number)
         OR EXISTS (SELECT 1 FROM entry WHERE entry.account = account.number
                    AND entry.sequence > (SELECT max(sequence) FROM low_balance_notice AS notice
                                          WHERE notice.account = account.number)
                    AND entry.available + entry.held >= :threshold))";

pub(super) fn candidates(tx: &Connection, configuration: &Configuration) -> Result<Vec<Candidate>, database::Error> {
    let mut statement = tx.prepare_cached(&format!("SELECT number FROM account WHERE {DUE} LIMIT :batch"))?;
    let values = named_params! {":threshold": configuration.credits.low_balance.0, ":batch": BATCH as i64};
    let found = statement.query_map(values, |row| row.get(0).map(Candidate))?;
    Ok(found.collect::<Result<_, _>>()?)
}

struct Due {
    id: String,
    email: String,
    credits: i64,
    entries: i64,
}

pub(super) fn send(
    tx: &Connection,
    configuration: &Configuration,
    candidate: Candidate,
    now: OffsetDateTime,
) -> Result<usize, database::Error> {
    let Some(due) = due(tx, candidate, configuration.credits.low_balance.0)? else { return Ok(0) };
    tx.prepare_cached("INSERT INTO low_balance_notice (account, sequence, at_ms) VALUES (:account, :sequence, :now)")?
        .execute(named_params! {":account": candidate.0, ":sequence": due.entries, ":now": Millis::of(now)})?;
    mail::queue(tx, &due.mail(configuration), now)?;
    Ok(1)
}

fn due(tx: &Connection, candidate: Candidate, threshold: i64) -> Result<Option<Due>, database::Error> {
    let due = tx
        .prepare_cached(&format!(
            "SELECT id, email, available + held, entries FROM account WHERE number = :account AND {DUE}"
        ))?
        .query_row(named_params! {":account": candidate.0, ":threshold": threshold}, |row| {
            Ok(Due { id: row.get(0)?, email: row.get(1)?, credits: row.get(2)?, entries: row.get(3)? })
        })
        .optional()?;
    Ok(due)
}

impl Due {
    fn mail(&self, configuration: &Configuration) -> NewMail {
        let left = match self.credits {
            0 => "no credits are".to_owned(),
            1 => "1 credit is".to_owned(),
            number => format!("{number} credits are"),
        };
        let service = &configuration.service.name;
        let text = format!(
            "Hello,\n\n{left} left in your account {} at {service}. Nothing is bought without you: when you want to make \
             more models, buy a package.\n\n{}",
            self.id, configuration.service.url
        );
        NewMail { to: self.email.clone(), subject: format!("{service}: {left} left"), text }
    }
}
