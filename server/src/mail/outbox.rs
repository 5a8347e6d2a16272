//! The outbox: a row per mail.

use rusqlite::{Connection, params};
use time::{Duration, OffsetDateTime};

use super::record::MailId;
use crate::database::{self, Millis};

/// The wait after a first attempt that failed; each further one doubles it.
const FIRST_WAIT: Duration = Duration::seconds(2);
/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::hours(4);
/// With these, a server has most of a day to come back.
const MAX_ATTEMPTS: u32 = 18;

/// What stands in a text for the secret that [`queue_with_secret`] keeps apart from it.
pub const SECRET_MARK: &str = "{{secret}}";

/// A mail to be sent, in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// The recipient's address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Lines of text; wrapped by nobody.
    pub text: String,
}

/// A secret for one mail: it stands in the database until the mail went or was given up, and no longer.
#[derive(Clone)]
pub struct SecretPart {
    /// Takes the place of [`SECRET_MARK`].
    pub value: String,
    /// From when on it opens nothing; the mail is not sent after that.
    pub useless_from: OffsetDateTime,
}

/// A mail whose time has come.
pub(super) struct DueMail {
    pub(super) id: MailId,
    pub(super) to: String,
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) queued_at: OffsetDateTime,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Attempt {
    /// It is the recipient's, or his server's.
    Sent,
    /// It failed in a way that may pass.
    Postponed(String),
    /// It will never work.
    Refused(String),
}

/// What an attempt made of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Sent,
    Waits,
    GivenUp,
}

/// Puts a mail into the outbox, in the transaction of what it is about.
///
/// # Errors
/// When the database fails.
pub fn queue(tx: &Connection, mail: &NewMail, now: OffsetDateTime) -> Result<(), database::Error> {
    insert(tx, mail, None, now)
}

/// [`queue`], with a secret in the text where [`SECRET_MARK`] stands.
///
/// # Errors
/// When the database fails.
pub fn queue_with_secret(
    tx: &Connection,
    mail: &NewMail,
    secret: &SecretPart,
    now: OffsetDateTime,
) -> Result<(), database::Error> {
    insert(tx, mail, Some(secret), now)
}

fn insert(
    tx: &Connection,
    mail: &NewMail,
    secret: Option<&SecretPart>,
    now: OffsetDateTime,
) -> Result<(), database::Error> {
    tx.prepare_cached(
        "INSERT INTO mail (recipient, subject, text, secret, useless_from_ms, queued_at_ms, due_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
    )?
    .execute(params![
        mail.to,
        mail.subject,
        mail.text,
        secret.map(|secret| &secret.value),
        secret.map(|secret| Millis::of(secret.useless_from)),
        Millis::of(now)
    ])?;
    Ok(())
}

/// The mails whose time has come, longest due first.
pub(super) fn due(tx: &Connection, now: OffsetDateTime, limit: usize) -> Result<Vec<DueMail>, database::Error> {
    let mut statement = tx.prepare_cached(
        "SELECT number, recipient, subject, text, secret, queued_at_ms FROM mail
         WHERE sent_at_ms IS NULL AND failed_at_ms IS NULL AND due_at_ms <= ?1
               AND coalesce(useless_from_ms > ?1, true)
         ORDER BY due_at_ms, number LIMIT ?2",
    )?;
    let mut rows = statement.query(params![Millis::of(now), i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut mails = Vec::new();
    while let Some(row) = rows.next()? {
        let (text, secret): (String, Option<String>) = (row.get(3)?, row.get(4)?);
        mails.push(DueMail {
            id: MailId(row.get(0)?),
            to: row.get(1)?,
            subject: row.get(2)?,
            text: match secret {
                Some(secret) => text.replacen(SECRET_MARK, &secret, 1),
                None => text,
            },
            queued_at: row.get::<_, Millis>(5)?.time()?,
        });
    }
    Ok(mails)
}

/// Gives up the mails whose secret opens nothing any more; answers how many.
pub(super) fn give_up_useless(tx: &Connection, now: OffsetDateTime) -> Result<usize, database::Error> {
    let changed = tx
        .prepare_cached(
            "UPDATE mail SET failed_at_ms = ?1, secret = NULL,
                             error = coalesce(error || '; ', '') || 'given up: what it was for is over'
             WHERE sent_at_ms IS NULL AND failed_at_ms IS NULL AND useless_from_ms <= ?1",
        )?
        .execute([Millis::of(now)])?;
    Ok(changed)
}

/// Notes what came of an attempt.
pub(super) fn note(
    tx: &Connection,
    id: MailId,
    attempt: &Attempt,
    now: OffsetDateTime,
) -> Result<Outcome, database::Error> {
    let attempts: u32 =
        tx.prepare_cached("SELECT attempts FROM mail WHERE number = ?1")?.query_row([id.0], |row| row.get(0))?;
    let attempts = attempts + 1;
    let at = Millis::of(now);
    let (outcome, error) = match attempt {
        Attempt::Sent => (Outcome::Sent, None),
        Attempt::Postponed(why) if attempts < MAX_ATTEMPTS => (Outcome::Waits, Some(why)),
        Attempt::Postponed(why) | Attempt::Refused(why) => (Outcome::GivenUp, Some(why)),
    };
    tx.prepare_cached(
        "UPDATE mail SET attempts = ?2, error = ?3, due_at_ms = coalesce(?4, due_at_ms), sent_at_ms = ?5, failed_at_ms = ?6,
                         secret = CASE WHEN ?4 IS NOT NULL THEN secret END
         WHERE number = ?1",
    )?
    .execute(params![
        id.0,
        attempts,
        error,
        (outcome == Outcome::Waits).then(|| Millis::of(now + wait_after(attempts))),
        (outcome == Outcome::Sent).then_some(at),
        (outcome == Outcome::GivenUp).then_some(at),
    ])?;
    Ok(outcome)
}

/// How many mails wait, and how many of them are good for nothing any more.
pub(super) fn waiting(tx: &Connection, now: OffsetDateTime) -> Result<(i64, i64), database::Error> {
    Ok(tx
        .prepare_cached(
            "SELECT count(*), count(*) FILTER (WHERE useless_from_ms <= ?1) FROM mail
             WHERE sent_at_ms IS NULL AND failed_at_ms IS NULL",
        )?
        .query_row([Millis::of(now)], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// How long a mail waits that was tried so many times in vain.
fn wait_after(attempts: u32) -> Duration {
    FIRST_WAIT.checked_mul(1 << (attempts - 1).min(30)).map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_has_most_of_a_day_to_come_back() {
        let waits: Vec<i64> = (1..MAX_ATTEMPTS).map(|attempts| wait_after(attempts).whole_seconds()).collect();
        assert_eq!(&waits[..3], [2, 4, 8]);
        assert!(waits.is_sorted() && waits.iter().all(|wait| *wait <= 4 * 3600), "{waits:?}");
        let hours = waits.iter().sum::<i64>() / 3600;
        assert!((12..24).contains(&hours), "{hours} hours");
    }
}
