//! Sign-up by a mailed link: whoever reads the mail of an address is signed in to the account of it, or gets another key of it.
//!
//! Asking tells nothing: the answer, and the work for it, are the same whether or not the address has an account. The link's
//! token stands in the database as a digest, in the mail's row until the mail went, and works once, for an hour.

use std::fmt;

use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use crate::{
    configuration::{ServiceSection, SignupSection},
    database::{self, Millis},
    export::Section,
    ledger::{self, AccountId, ApiKey},
    mail::{self, NewMail, SECRET_MARK, SecretPart},
};

/// How long a link works.
const LIFETIME: Duration = Duration::hours(1);
/// What the bounds of [`SignupSection`] are for.
const WINDOW: Duration = Duration::hours(1);
/// How long requests are remembered: beyond a link's life, so that a late click is told what happened.
const MEMORY: Duration = Duration::days(7);

/// The links that were mailed to an account's present address, for its export.
pub const EXPORT: &[Section] = &[Section {
    file: "signups.json",
    query: "SELECT signup.email, requested_at_ms, signup.expires_at_ms, used_at_ms
            FROM signup JOIN account ON account.email = signup.email WHERE account.id = ?1 ORDER BY signup.number",
}];

/// The secret in a link. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SignupToken(pub String);

impl fmt::Debug for SignupToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignupToken(…)")
    }
}

impl SignupToken {
    /// What stands in the database for it; it has 256 random bits, so one round is enough.
    fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}

/// What a link brought; the answer is the key's only copy.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SignupConfirmed")]
pub struct Confirmed {
    /// The account of the address.
    pub account: AccountId,
    /// A new key of it.
    pub key: ApiKey,
}

/// Why there is no link, or a link brings nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The ledger refuses, or the database fails.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// The address got as many links within an hour as it may, or all addresses together did.
    #[error("too many links were asked for; the last one mailed still works, or ask again later")]
    TooMany {
        /// When there may be another.
        retry_after: Duration,
    },
    /// No link has this token.
    #[error("no link has this token; copy the whole link from the mail, or ask for another")]
    UnknownToken,
    /// The link was used.
    #[error("this link was used before; ask for another")]
    Used,
    /// The link's hour is over.
    #[error("this link is more than an hour old; ask for another")]
    Expired,
}

impl From<database::Error> for Error {
    fn from(error: database::Error) -> Self {
        Error::Ledger(error.into())
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Ledger(error.into())
    }
}

/// Puts the mail with a link for `email` into the outbox. The address of a terminated account gets a mail without one (policy
/// P11).
///
/// # Errors
/// [`Error::TooMany`]; [`ledger::Error::Invalid`] when no mail can be addressed to `email`.
pub fn request(
    tx: &Connection,
    email: &str,
    service: &ServiceSection,
    bounds: &SignupSection,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let email = ledger::valid_email(email)?;
    mail::check_recipient(email).map_err(ledger::Error::Invalid)?;
    tx.prepare_cached("DELETE FROM signup WHERE requested_at_ms < ?1")?.execute([Millis::of(now - MEMORY)])?;
    keep_bounds(tx, email, bounds, now)?;

    let account = ledger::account_of(tx, email)?;
    let token = SignupToken(ledger::encode(&ledger::random::<32>()?));
    let refused = account.as_ref().is_some_and(|account| account.terminated_at.is_some());
    tx.prepare_cached("INSERT INTO signup (email, sha256, requested_at_ms, expires_at_ms) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![email, (!refused).then(|| token.digest()), Millis::of(now), Millis::of(now + LIFETIME)])?;

    let ServiceSection { name, url, contact, proxies: _ } = service;
    let brings = match &account {
        Some(account) if refused => {
            let text = format!(
                "Somebody, we hope you, asked {name} to sign in with this address.\n\n\
                 Its account, {}, was terminated, and gets no link. If you think that this is wrong, write to {contact}.",
                account.id
            );
            let mail = NewMail { to: email.to_owned(), subject: format!("{name}: your account was terminated"), text };
            return Ok(mail::queue(tx, &mail, now)?);
        }
        Some(account) => {
            format!("It signs you in to your account, {}.", account.id)
        }
        None => "It makes your account and signs you in. The account has no credits until you buy some.".to_owned(),
    };
    let text = format!(
        "Somebody, we hope you, asked {name} to sign in with this address. Open this link and press the button:\n\n\
         {url}/signup?token={SECRET_MARK}\n\n\
         {brings}\n\n\
         The link works once, within an hour. If you did not ask for it, do nothing, and nothing happens."
    );
    let mail = NewMail { to: email.to_owned(), subject: format!("{name}: the link to sign in with"), text };
    let secret = SecretPart { value: token.0, useless_from: now + LIFETIME };
    Ok(mail::queue_with_secret(tx, &mail, &secret, now)?)
}

/// Uses a link: makes the account unless the address has one. No credits come with it (policy P1).
///
/// # Errors
/// [`Error::UnknownToken`], [`Error::Used`], [`Error::Expired`]; [`ledger::Error::AccountTerminated`] (policy P11).
pub fn redeem(tx: &Connection, token: &SignupToken, now: OffsetDateTime) -> Result<AccountId, Error> {
    let at = Millis::of(now);
    let found: Option<(i64, String, Millis, bool)> = tx
        .prepare_cached("SELECT number, email, expires_at_ms, used_at_ms IS NOT NULL FROM signup WHERE sha256 = ?1")?
        .query_row([token.digest()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let (number, email) = match found {
        None => return Err(Error::UnknownToken),
        Some((_, _, _, true)) => return Err(Error::Used),
        Some((_, _, expires, false)) if expires <= at => return Err(Error::Expired),
        Some((number, email, _, false)) => (number, email),
    };
    tx.prepare_cached("UPDATE signup SET used_at_ms = ?2 WHERE number = ?1")?.execute(params![number, at])?;
    match ledger::account_of(tx, &email)? {
        Some(account) if account.terminated_at.is_some() => Err(ledger::Error::AccountTerminated(account.id.0).into()),
        Some(account) => Ok(account.id),
        None => Ok(ledger::create_account(tx, &email, now)?),
    }
}

/// Uses a link, and makes a key of the account.
///
/// # Errors
/// As [`redeem`].
pub fn confirm(tx: &Connection, token: &SignupToken, now: OffsetDateTime) -> Result<Confirmed, Error> {
    let account = redeem(tx, token, now)?;
    let key = ledger::create_key(tx, &account, Some("mailed link"), now)?;
    Ok(Confirmed { account, key })
}

fn keep_bounds(tx: &Connection, email: &str, bounds: &SignupSection, now: OffsetDateTime) -> Result<(), Error> {
    // The one that has to leave the window before there may be another.
    let of_address = tx
        .prepare_cached(
            "SELECT requested_at_ms FROM signup WHERE email = ?1 ORDER BY requested_at_ms DESC LIMIT 1 OFFSET ?2",
        )?
        .query_row(params![email, bounds.hourly_per_address - 1], |row| row.get::<_, Millis>(0))
        .optional()?;
    let of_all = tx
        .prepare_cached("SELECT requested_at_ms FROM signup ORDER BY requested_at_ms DESC LIMIT 1 OFFSET ?1")?
        .query_row([bounds.hourly - 1], |row| row.get::<_, Millis>(0))
        .optional()?;
    for full in [of_address, of_all].into_iter().flatten() {
        let retry_after = full.time()? + WINDOW - now;
        if retry_after.is_positive() {
            return Err(Error::TooMany { retry_after });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Database;

    const NOON: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    /// Runs `work` in a transaction of a new database.
    fn within(work: impl FnOnce(&Connection) -> Result<(), Error> + Send + 'static) {
        let directory = tempfile::tempdir().expect("a directory");
        let database = Database::open(&directory.path().join("test.sqlite3")).expect("a database");
        database.write_blocking(work).expect("work");
    }

    fn ask(tx: &Connection, email: &str, now: OffsetDateTime) -> Result<SignupToken, Error> {
        request(tx, email, &ServiceSection::default(), &SignupSection::default(), now)?;
        let latest = "SELECT secret FROM mail ORDER BY number DESC LIMIT 1";
        Ok(SignupToken(tx.query_row(latest, [], |row| row.get(0))?))
    }

    #[test]
    fn a_link_works_for_an_hour_and_is_remembered_for_a_week() {
        within(|tx| {
            let last_moment = NOON + LIFETIME - Duration::milliseconds(1);
            let token = ask(tx, "alice@example.com", NOON)?;
            assert!(matches!(confirm(tx, &token, NOON + LIFETIME), Err(Error::Expired)));
            confirm(tx, &token, last_moment)?;
            assert!(matches!(confirm(tx, &token, last_moment), Err(Error::Used)));
            // Later requests clear up.
            ask(tx, "bob@example.com", NOON + MEMORY)?;
            assert!(matches!(confirm(tx, &token, NOON + MEMORY), Err(Error::Used)));
            ask(tx, "bob@example.com", NOON + MEMORY + Duration::hours(1))?;
            assert!(matches!(confirm(tx, &token, NOON + MEMORY), Err(Error::UnknownToken)));
            Ok(())
        });
    }

    #[test]
    fn the_bound_is_a_window_that_moves() {
        within(|tx| {
            for minute in 0..5 {
                ask(tx, "alice@example.com", NOON + Duration::minutes(minute))?;
            }
            let refused = ask(tx, "ALICE@example.com", NOON + Duration::minutes(59));
            assert!(
                matches!(refused, Err(Error::TooMany { retry_after }) if retry_after == Duration::minutes(1)),
                "{refused:?}"
            );
            ask(tx, "alice@example.com", NOON + Duration::minutes(60))?;
            assert!(matches!(ask(tx, "alice@example.com", NOON + Duration::minutes(60)), Err(Error::TooMany { .. })));
            Ok(())
        });
    }

    #[test]
    fn the_token_is_a_digest_in_its_table_and_debug_does_not_show_it() {
        within(|tx| {
            let token = ask(tx, "alice@example.com", NOON)?;
            assert_eq!(token.0.len(), 52, "256 bits");
            assert!(!format!("{token:?}").contains(&token.0));
            let stored: Vec<u8> = tx.query_row("SELECT sha256 FROM signup", [], |row| row.get(0))?;
            assert_eq!(stored, token.digest());
            let text: String = tx.query_row("SELECT text FROM mail", [], |row| row.get(0))?;
            assert!(text.contains(SECRET_MARK) && !text.contains(&token.0), "{text}");
            Ok(())
        });
    }
}
