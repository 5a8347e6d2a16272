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

/// The mails whose time has come: first those that are soon good for nothing, then those that are due longest.
pub(super) fn due(tx: &Connection, now: OffsetDateTime, limit: usize) -> Result<Vec<DueMail>, database::Error> {
    let mut mails = select_due(tx, "useless_from_ms IS NOT NULL AND useless_from_ms > ?1", now, limit)?;
    mails.extend(select_due(tx, "useless_from_ms IS NULL", now, limit - mails.len())?);
    Ok(mails)
}

fn select_due(
    tx: &Connection,
    which: &str,
    now: OffsetDateTime,
    limit: usize,
) -> Result<Vec<DueMail>, database::Error> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT number, recipient, subject, text, secret, queued_at_ms FROM mail
         WHERE sent_at_ms IS NULL AND failed_at_ms IS NULL AND due_at_ms <= ?1 AND {which}
         ORDER BY due_at_ms, number LIMIT ?2"
    ))?;
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
    use crate::database::Database;

    const START: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    /// Runs `work` in a transaction of a new database.
    fn within(work: impl FnOnce(&Connection) -> Result<(), database::Error> + Send + 'static) {
        let directory = tempfile::tempdir().expect("a directory");
        let database = Database::open(&directory.path().join("test.sqlite3")).expect("a database");
        database.write_blocking(work).expect("work");
    }

    fn mail(to: &str) -> NewMail {
        NewMail { to: to.to_owned(), subject: "Hello".to_owned(), text: format!("It is {SECRET_MARK}.") }
    }

    fn secret(useless_from: OffsetDateTime) -> SecretPart {
        SecretPart { value: "42".to_owned(), useless_from }
    }

    fn recipients(tx: &Connection, now: OffsetDateTime, limit: usize) -> Result<Vec<String>, database::Error> {
        Ok(due(tx, now, limit)?.into_iter().map(|mail| mail.to).collect())
    }

    #[test]
    fn a_server_has_most_of_a_day_to_come_back_and_then_the_mail_is_given_up() {
        within(|tx| {
            queue(tx, &mail("a"), START)?;
            let (mut now, mut waits) = (START, Vec::new());
            loop {
                assert_eq!(recipients(tx, now, 4)?, ["a"], "after {waits:?}");
                if note(tx, MailId(1), &Attempt::Postponed("busy".to_owned()), now)? == Outcome::GivenUp {
                    break;
                }
                let until: i64 = tx.query_row("SELECT due_at_ms FROM mail", [], |row| row.get(0))?;
                let until = Millis(until).time()?;
                assert_eq!(recipients(tx, until - Duration::milliseconds(1), 4)?, [""; 0]);
                waits.push((until - now).whole_seconds());
                now = until;
            }
            assert_eq!(&waits[..3], [2, 4, 8]);
            assert!(waits.is_sorted() && waits.iter().all(|wait| *wait <= 4 * 3600), "{waits:?}");
            let hours = waits.iter().sum::<i64>() / 3600;
            assert!((12..24).contains(&hours), "{hours} hours");
            assert_eq!(recipients(tx, now + Duration::days(365), 4)?, [""; 0]);
            assert_eq!(waiting(tx, now)?, (0, 0));
            Ok(())
        });
    }

    #[test]
    fn a_secret_stays_until_the_mail_went_and_no_longer() {
        within(|tx| {
            let secrets = || tx.query_row("SELECT count(secret) FROM mail", [], |row| row.get::<_, i64>(0));
            for to in ["a", "b", "c"] {
                queue_with_secret(tx, &mail(to), &secret(START + Duration::hours(1)), START)?;
            }
            assert_eq!(note(tx, MailId(1), &Attempt::Postponed("busy".to_owned()), START)?, Outcome::Waits);
            assert_eq!(secrets()?, 3);
            let again = due(tx, START + Duration::minutes(1), 9)?;
            assert!(again.len() == 3 && again.iter().all(|mail| mail.text == "It is 42."));
            assert_eq!(note(tx, MailId(1), &Attempt::Sent, START)?, Outcome::Sent);
            assert_eq!(note(tx, MailId(2), &Attempt::Refused("no".to_owned()), START)?, Outcome::GivenUp);
            assert_eq!(secrets()?, 1);
            // The third is never sent: what its secret opens is over.
            let over = START + Duration::hours(1);
            assert_eq!(recipients(tx, over, 9)?, [""; 0]);
            assert_eq!((waiting(tx, over)?, give_up_useless(tx, over)?), ((1, 1), 1));
            assert_eq!((secrets()?, waiting(tx, over)?), (0, (0, 0)));
            Ok(())
        });
    }

    #[test]
    fn a_link_does_not_wait_behind_a_mail_to_everybody() {
        within(|tx| {
            for to in ["everybody 1", "everybody 2", "everybody 3"] {
                queue(tx, &mail(to), START)?;
            }
            let later = START + Duration::minutes(1);
            queue_with_secret(tx, &mail("link"), &secret(later + Duration::hours(1)), later)?;
            assert_eq!(recipients(tx, later, 2)?, ["link", "everybody 1"]);
            assert_eq!(recipients(tx, later, 9)?.len(), 4);
            Ok(())
        });
    }
}
