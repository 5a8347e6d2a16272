//! Telling every account of a material change (policy P13): in batches, each account once, whenever the server dies between.

use rusqlite::{Connection, OptionalExtension, params};
use time::OffsetDateTime;

use crate::configuration::ServiceSection;
use crate::database::{Database, Error, Millis};
use crate::ledger::AccountId;
use crate::mail::{self, NewMail};

/// Accounts in one transaction: others wait for it no longer than for a few holds.
const BATCH: u32 = 200;

/// Queues the mails of all announcements that are not finished.
///
/// # Errors
/// When the database fails; what was queued stays, and the next call goes on from there.
pub async fn announce(database: &Database, service: &ServiceSection) -> Result<(), Error> {
    loop {
        let service = service.clone();
        if !database.write(move |tx| announce_batch(tx, &service, OffsetDateTime::now_utc())).await? {
            return Ok(());
        }
    }
}

/// Queues the next mails of the oldest announcement that is not finished; whether there was one. Accounts that were terminated
/// are told when they are reinstated ([`announce_missed`]), and not at all those that were made under the version announced.
///
/// # Errors
/// When the database fails.
pub fn announce_batch(tx: &Connection, service: &ServiceSection, now: OffsetDateTime) -> Result<bool, Error> {
    let open = tx
        .prepare_cached(
            "SELECT version, summary, reached, published_at_ms FROM policy_announcement
             JOIN policy_version ON policy_version.number = version
             WHERE finished_at_ms IS NULL ORDER BY version LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((version, summary, reached, published)): Option<(i64, Option<String>, i64, Millis)> = open else {
        return Ok(false);
    };
    let mut statement = tx.prepare_cached(
        "SELECT number, email, terminated_at_ms IS NULL AND created_at_ms <= ?2 FROM account WHERE number > ?1
         ORDER BY number LIMIT ?3",
    )?;
    let accounts: Vec<(i64, String, bool)> = statement
        .query_map(params![reached, published, BATCH], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut mailed = 0;
    for (_, email, _) in accounts.iter().filter(|(.., told)| *told) {
        mail::queue(tx, &letter(service, email.clone(), summary.as_deref(), published.time()?), now)?;
        mailed += 1;
    }
    let finished = (accounts.len() < BATCH as usize).then(|| Millis::of(now));
    tx.prepare_cached(
        "UPDATE policy_announcement SET reached = ?2, mailed = mailed + ?3, finished_at_ms = ?4 WHERE version = ?1",
    )?
    .execute(params![version, accounts.last().map_or(reached, |(number, ..)| *number), mailed, finished])?;
    Ok(true)
}

/// Queues the mails of the announcements that a terminated account missed, before it is reinstated. One that was on its way to all
/// when the account was terminated is told again: twice is better than never.
///
/// # Errors
/// When the database fails.
pub fn announce_missed(
    tx: &Connection,
    account: &AccountId,
    service: &ServiceSection,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let mut statement = tx.prepare_cached(
        "SELECT email, version, summary, published_at_ms FROM account
         JOIN policy_announcement ON reached >= account.number
              AND (finished_at_ms IS NULL OR finished_at_ms >= terminated_at_ms)
         JOIN policy_version ON policy_version.number = version
         WHERE account.id = ?1 AND terminated_at_ms IS NOT NULL AND created_at_ms <= published_at_ms ORDER BY version",
    )?;
    let missed: Vec<(String, i64, Option<String>, Millis)> = statement
        .query_map([&account.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<Result<_, _>>()?;
    for (email, version, summary, published) in missed {
        mail::queue(tx, &letter(service, email, summary.as_deref(), published.time()?), now)?;
        tx.prepare_cached("UPDATE policy_announcement SET mailed = mailed + 1 WHERE version = ?1")?
            .execute([version])?;
    }
    Ok(())
}

fn letter(service: &ServiceSection, to: String, summary: Option<&str>, published: OffsetDateTime) -> NewMail {
    let subject = format!("{}: our refund policy and terms change", service.name);
    NewMail { to, subject, text: text(service, summary, published) }
}

fn text(service: &ServiceSection, summary: Option<&str>, published: OffsetDateTime) -> String {
    let ServiceSection { name, url, contact, .. } = service;
    let date = published.date();
    let summary = summary.map(|summary| format!("What changes:\n\n{summary}\n\n")).unwrap_or_default();
    format!(
        "Hello,\n\nthe refund policy and the terms of {name} changed on {date}.\n\n{summary}Read them here:\n\n  \
         {url}/policy\n  {url}/terms\n\nIf you go on using {name}, you accept them as they are now. If you do not agree, or if \
         anything is unclear, write to {contact} before you go on.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger;
    use crate::policy::{Draft, publish};

    /// P13: each account once, however the work is cut up, and whatever is done twice.
    #[tokio::test]
    async fn accounts_of_many_batches_are_told_once_although_the_first_server_dies_between() {
        let directory = tempfile::tempdir().expect("a directory");
        let open = || Database::open(&directory.path().join("test.sqlite3")).expect("a database");
        let service = ServiceSection::default();
        let accounts = 2 * BATCH + 50;
        let database = open();
        database
            .write(move |tx| {
                let now = OffsetDateTime::now_utc();
                for number in 0..accounts {
                    ledger::create_account(tx, &format!("{number}@example.com"), now)?;
                }
                let draft = Draft { refunds: "r".to_owned(), terms: "t".to_owned() };
                publish(tx, &draft, true, None, now)?;
                Ok::<_, ledger::Error>(())
            })
            .await
            .expect("published");
        let first = service.clone();
        let more = database.write(move |tx| announce_batch(tx, &first, OffsetDateTime::now_utc())).await;
        assert!(matches!(more, Ok(true)), "{more:?}");
        drop(database);
        let database = open();
        for _ in 0..2 {
            announce(&database, &service).await.expect("announced");
        }
        let counted: (u32, u32, u32) = database
            .read(|tx| {
                let count =
                    "SELECT count(*), count(DISTINCT recipient), (SELECT mailed FROM policy_announcement) FROM mail";
                Ok::<_, Error>(tx.query_row(count, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
            })
            .await
            .expect("counted");
        assert_eq!(counted, (accounts, accounts, accounts));
    }
}
