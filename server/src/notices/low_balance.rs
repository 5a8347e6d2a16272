//! A balance that is low: told once, until it has been at the threshold or above again.
//!
//! Credits on hold count as there: a generation that fails gives them back. Whether the balance rose meanwhile the journal tells,
//! so that a rise between two looks counts.

use rusqlite::{Connection, named_params};
use time::OffsetDateTime;

use super::{BATCH, signature};
use crate::configuration::Configuration;
use crate::database::{self, Millis};
use crate::mail::{self, NewMail};

/// An account without entries never had credits.
const DUE: &str = "SELECT number, id, email, available + held, entries FROM account
    WHERE terminated_at_ms IS NULL AND entries > 0 AND available + held < :threshold
    AND (NOT EXISTS (SELECT 1 FROM low_balance_notice WHERE account = account.number)
         OR EXISTS (SELECT 1 FROM entry WHERE entry.account = account.number
                    AND entry.sequence > (SELECT max(sequence) FROM low_balance_notice AS notice
                                          WHERE notice.account = account.number)
                    AND entry.available + entry.held >= :threshold))
    LIMIT :batch";

pub(super) fn any_due(tx: &Connection, configuration: &Configuration) -> Result<bool, database::Error> {
    let threshold = configuration.credits.low_balance.0;
    let due = tx.prepare_cached(DUE)?.exists(named_params! {":threshold": threshold, ":batch": 1})?;
    Ok(due)
}

struct Due {
    account: i64,
    id: String,
    email: String,
    credits: i64,
    entries: i64,
}

pub(super) fn send(
    tx: &Connection,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<usize, database::Error> {
    let due = due(tx, configuration.credits.low_balance.0)?;
    for due in &due {
        tx.prepare_cached(
            "INSERT INTO low_balance_notice (account, sequence, at_ms) VALUES (:account, :sequence, :now)",
        )?
        .execute(named_params! {":account": due.account, ":sequence": due.entries, ":now": Millis::of(now)})?;
        mail::queue(tx, &due.mail(configuration), now)?;
    }
    Ok(due.len())
}

fn due(tx: &Connection, threshold: i64) -> Result<Vec<Due>, database::Error> {
    let mut statement = tx.prepare_cached(DUE)?;
    let due = statement.query_map(named_params! {":threshold": threshold, ":batch": BATCH as i64}, |row| {
        Ok(Due {
            account: row.get(0)?,
            id: row.get(1)?,
            email: row.get(2)?,
            credits: row.get(3)?,
            entries: row.get(4)?,
        })
    })?;
    Ok(due.collect::<Result<_, _>>()?)
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
            self.id,
            signature(configuration)
        );
        NewMail { to: self.email.clone(), subject: format!("{service}: {left} left"), text }
    }
}
