//! Who is signed in on the web page: a cookie with a token instead of a key.
//!
//! The token stands in the database as a digest. A page of another site can make a browser send the cookie; it cannot read the
//! [`csrf_token`], which every request that changes something has to bring as well.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;
use time::{Duration, OffsetDateTime};

use crate::database::Millis;
use crate::export::Section;
use crate::hex;
use crate::ledger::{self, AccountId, Error, KeyId, Role};

/// How long a session lasts.
pub const LIFETIME: Duration = Duration::days(30);

/// Most sessions of an account; the oldest one makes room.
const MOST: i64 = 50;

/// The sessions of an account, for its export.
pub const EXPORT: &[Section] = &[Section {
    file: "sessions.json",
    query: "SELECT opened_at_ms, expires_at_ms, key FROM session WHERE account = ?1 ORDER BY opened_at_ms",
}];

/// The secret in the cookie. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(pub String);

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

impl SessionToken {
    /// What stands in the database for it; it has 256 random bits, so one round is enough.
    fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    /// What pages of this site send beside the cookie. Made of the token, so that it lives as long and needs no row.
    #[must_use]
    pub fn csrf_token(&self) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(b"csrf");
        hex::encode(&mac.finalize().into_bytes())
    }

    /// Whether that is the one that came; in constant time.
    #[must_use]
    pub fn is_csrf_token(&self, presented: &str) -> bool {
        self.csrf_token().as_bytes().ct_eq(presented.as_bytes()).into()
    }
}

/// Who a cookie says is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose session it is.
    pub account: AccountId,
    /// What that account may do.
    pub role: Role,
    /// The account was terminated: nothing works.
    pub terminated: bool,
}

/// Signs an account in.
///
/// # Errors
/// [`Error::NoSuchAccount`], [`Error::AccountTerminated`]; when the database fails.
pub fn open(
    tx: &Connection,
    account: &AccountId,
    key: Option<&KeyId>,
    now: OffsetDateTime,
) -> Result<SessionToken, Error> {
    if ledger::account(tx, account)?.terminated_at.is_some() {
        return Err(Error::AccountTerminated(account.0.clone()));
    }
    let token = SessionToken(ledger::encode(&ledger::random::<32>()?));
    tx.prepare_cached("DELETE FROM session WHERE expires_at_ms <= ?1")?.execute([Millis::of(now)])?;
    tx.prepare_cached(
        "DELETE FROM session WHERE account = ?1 AND sha256 NOT IN
         (SELECT sha256 FROM session WHERE account = ?1 ORDER BY opened_at_ms DESC LIMIT ?2)",
    )?
    .execute(params![account.0, MOST - 1])?;
    tx.prepare_cached(
        "INSERT INTO session (sha256, account, key, opened_at_ms, expires_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        token.digest(),
        account.0,
        key.map(|key| &key.0),
        Millis::of(now),
        Millis::of(now + LIFETIME)
    ])?;
    Ok(token)
}

/// Whose session this is; none when it is unknown, over, or its key was revoked.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &Connection, token: &SessionToken, now: OffsetDateTime) -> Result<Option<Session>, Error> {
    let found = tx
        .prepare_cached(
            "SELECT account.id, role, terminated_at_ms IS NOT NULL
             FROM session JOIN account ON account.id = session.account
             LEFT JOIN api_key ON api_key.id = session.key
             WHERE session.sha256 = ?1 AND expires_at_ms > ?2 AND (revoked_at_ms IS NULL OR revoked_at_ms > ?2)",
        )?
        .query_row(params![token.digest(), Millis::of(now)], |row| {
            Ok(Session { account: AccountId(row.get(0)?), role: row.get(1)?, terminated: row.get(2)? })
        })
        .optional()?;
    Ok(found)
}

/// Signs out; a session that is not there is signed out already.
///
/// # Errors
/// When the database fails.
pub fn close(tx: &Connection, token: &SessionToken) -> Result<(), Error> {
    tx.prepare_cached("DELETE FROM session WHERE sha256 = ?1")?.execute([token.digest()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Database;

    const NOON: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    /// Runs `work` on an account of a new database.
    fn within(work: impl FnOnce(&Connection, AccountId) -> Result<(), Error> + Send + 'static) {
        let directory = tempfile::tempdir().expect("a directory");
        let database = Database::open(&directory.path().join("test.sqlite3")).expect("a database");
        let work = |tx: &Connection| {
            let account = ledger::create_account(tx, "alice@example.com", NOON)?;
            work(tx, account)
        };
        database.write_blocking(work).expect("work");
    }

    #[test]
    fn a_session_lasts_until_it_is_over_or_closed() {
        within(|tx, account| {
            let [first, second] = [open(tx, &account, None, NOON)?, open(tx, &account, None, NOON)?];
            let whose = |token: &_, at| Ok::<_, Error>(find(tx, token, at)?.map(|session| session.account));
            let last_moment = NOON + LIFETIME - Duration::milliseconds(1);
            assert_eq!(whose(&first, last_moment)?, Some(account.clone()));
            assert_eq!(whose(&first, NOON + LIFETIME)?, None);
            close(tx, &first)?;
            close(tx, &first)?;
            assert_eq!((whose(&first, NOON)?, whose(&second, NOON)?), (None, Some(account)));
            assert_eq!(whose(&SessionToken(String::new()), NOON)?, None);
            Ok(())
        });
    }

    #[test]
    fn a_session_ends_with_the_key_that_opened_it() {
        within(|tx, account| {
            ledger::create_key(tx, &account, None, NOON)?;
            let key = ledger::keys(tx, &account)?.remove(0).id;
            let token = open(tx, &account, Some(&key), NOON)?;
            assert!(find(tx, &token, NOON)?.is_some());
            ledger::revoke_key(tx, &key, NOON)?;
            assert_eq!(find(tx, &token, NOON)?, None);
            Ok(())
        });
    }

    #[test]
    fn the_oldest_of_too_many_makes_room() {
        within(|tx, account| {
            let tokens = (0..=MOST)
                .map(|second| open(tx, &account, None, NOON + Duration::seconds(second)))
                .collect::<Result<Vec<_>, _>>()?;
            let later = NOON + Duration::minutes(2);
            assert_eq!(find(tx, &tokens[0], later)?, None);
            assert!(find(tx, &tokens[1], later)?.is_some());
            Ok(())
        });
    }

    #[test]
    fn neither_the_database_nor_debug_shows_the_token() {
        within(|tx, account| {
            let token = open(tx, &account, None, NOON)?;
            assert!(!format!("{token:?}").contains(&token.0));
            let stored: Vec<u8> = tx.query_row("SELECT sha256 FROM session", [], |row| row.get(0))?;
            assert_ne!(stored, token.0.as_bytes());
            let other = open(tx, &account, None, NOON)?;
            assert!(token.is_csrf_token(&token.csrf_token()) && !token.is_csrf_token(&other.csrf_token()));
            assert!(!token.is_csrf_token(""));
            Ok(())
        });
    }
}
