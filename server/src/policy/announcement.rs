//! Telling every account of a material change (policy P13): in batches, each account once, whenever the server dies between.

use rusqlite::{Connection, OptionalExtension, params};
use time::OffsetDateTime;

use crate::configuration::ServiceSection;
use crate::database::{Database, Error, Millis};
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
/// are not told, nor those that were made under the version announced.
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
    let text = text(service, summary.as_deref(), published.time()?);
    let mut mailed = 0;
    for (_, email, _) in accounts.iter().filter(|(.., told)| *told) {
        let subject = format!("{}: our refund policy and terms change", service.name);
        mail::queue(tx, &NewMail { to: email.clone(), subject, text: text.clone() }, now)?;
        mailed += 1;
    }
    let finished = (accounts.len() < BATCH as usize).then(|| Millis::of(now));
    tx.prepare_cached(
        "UPDATE policy_announcement SET reached = ?2, mailed = mailed + ?3, finished_at_ms = ?4 WHERE version = ?1",
    )?
    .execute(params![version, accounts.last().map_or(reached, |(number, ..)| *number), mailed, finished])?;
    Ok(true)
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
