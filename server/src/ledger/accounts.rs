//! Accounts: who has credits.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::journal::Millis;
use super::{AccountId, Credits, Error};

/// An account as operators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Public id.
    pub id: AccountId,
    /// Unique, whatever the case of its letters.
    pub email: String,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// Credits not on hold, those included whose expiry is due and not yet recorded.
    pub available: Credits,
    /// Credits on hold.
    pub held: Credits,
    /// What it may do.
    pub role: Role,
    /// Since when its keys do not work and its credits cannot be held (policy P11).
    #[serde(with = "time::serde::rfc3339::option")]
    pub terminated_at: Option<OffsetDateTime>,
}

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Make models, with its credits.
    User,
    /// That, and what the operator's commands do.
    Operator,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Role::User => "user",
            Role::Operator => "operator",
        }
    }
}

impl FromSql for Role {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        [Role::User, Role::Operator]
            .into_iter()
            .find(|role| role.name() == name)
            .ok_or_else(|| FromSqlError::Other(format!("no role of an account: {name}").into()))
    }
}

/// Makes an account for an e-mail address. It has no credits: only a grant brings them.
///
/// # Errors
/// [`Error::Invalid`] when that is no address, [`Error::EmailTaken`].
pub fn create_account(tx: &Connection, email: &str, now: OffsetDateTime) -> Result<AccountId, Error> {
    create_account_as(tx, &AccountId::random()?, email, now)
}

/// [`create_account`] under an id that the caller has made ([`AccountId::random`]). Repeated, it finds the account made.
///
/// # Errors
/// As [`create_account`].
pub fn create_account_as(
    tx: &Connection,
    id: &AccountId,
    email: &str,
    now: OffsetDateTime,
) -> Result<AccountId, Error> {
    let email = valid_email(email)?;
    let taken = tx
        .prepare_cached("SELECT id FROM account WHERE email = ?1")?
        .query_row([email], |row| row.get(0).map(AccountId))
        .optional()?;
    if let Some(account) = taken {
        if account == *id {
            return Ok(account);
        }
        return Err(Error::EmailTaken { email: email.to_owned(), account });
    }
    tx.prepare_cached("INSERT INTO account (id, email, created_at_ms) VALUES (?1, ?2, ?3)")?.execute(params![
        id.0,
        email,
        Millis::of(now)
    ])?;
    Ok(id.clone())
}

/// One account.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn account(tx: &Connection, id: &AccountId) -> Result<Account, Error> {
    select(tx, "WHERE id = ?1", [&id.0])?.pop().ok_or_else(|| Error::NoSuchAccount(id.0.clone()))
}

/// The account of an e-mail address, whatever the case of its letters.
///
/// # Errors
/// When the database fails.
pub fn account_of(tx: &Connection, email: &str) -> Result<Option<Account>, Error> {
    Ok(select(tx, "WHERE email = ?1", [email.trim()])?.pop())
}

/// Gives an account a role.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn set_role(tx: &Connection, id: &AccountId, role: Role) -> Result<(), Error> {
    let number = number(tx, id)?;
    tx.prepare_cached("UPDATE account SET role = ?2 WHERE number = ?1 AND role <> ?2")?
        .execute(params![number, role.name()])?;
    Ok(())
}

/// Ends an account (policy P11): its keys stop working and nothing more can be held, while everything it has stays as it is.
/// An account that was terminated before stays so since then.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn terminate_account(tx: &Connection, id: &AccountId, now: OffsetDateTime) -> Result<(), Error> {
    let number = number(tx, id)?;
    tx.prepare_cached("UPDATE account SET terminated_at_ms = coalesce(terminated_at_ms, ?2) WHERE number = ?1")?
        .execute(params![number, Millis::of(now)])?;
    Ok(())
}

/// Undoes [`terminate_account`]: keys and credits work as before.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn reinstate_account(tx: &Connection, id: &AccountId) -> Result<(), Error> {
    let number = number(tx, id)?;
    tx.prepare_cached("UPDATE account SET terminated_at_ms = NULL WHERE number = ?1")?.execute([number])?;
    Ok(())
}

/// All accounts, oldest first.
///
/// # Errors
/// When the database fails.
pub fn accounts(tx: &Connection) -> Result<Vec<Account>, Error> {
    select(tx, "ORDER BY number", [])
}

/// Whether anybody has an account.
///
/// # Errors
/// [`Error::Database`].
pub fn any_account(tx: &Connection) -> Result<bool, Error> {
    Ok(tx.query_row("SELECT EXISTS (SELECT 1 FROM account)", [], |row| row.get(0))?)
}

fn select(tx: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Account>, Error> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT id, email, created_at_ms, available, held, role, terminated_at_ms FROM account {which}"
    ))?;
    let mut rows = statement.query(values)?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        accounts.push(Account {
            id: AccountId(row.get(0)?),
            email: row.get(1)?,
            created_at: row.get::<_, Millis>(2)?.time()?,
            available: Credits(row.get(3)?),
            held: Credits(row.get(4)?),
            role: row.get(5)?,
            terminated_at: row.get::<_, Option<Millis>>(6)?.map(Millis::time).transpose()?,
        });
    }
    Ok(accounts)
}

/// The row that an id stands for.
pub(super) fn number(tx: &Connection, id: &AccountId) -> Result<i64, Error> {
    tx.prepare_cached("SELECT number FROM account WHERE id = ?1")?
        .query_row([&id.0], |row| row.get(0))
        .optional()?
        .ok_or_else(|| Error::NoSuchAccount(id.0.clone()))
}

/// [`number`] of an account that has not been terminated.
pub(super) fn number_in_use(tx: &Connection, id: &AccountId) -> Result<i64, Error> {
    let found: Option<(i64, bool)> = tx
        .prepare_cached("SELECT number, terminated_at_ms IS NOT NULL FROM account WHERE id = ?1")?
        .query_row([&id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        None => Err(Error::NoSuchAccount(id.0.clone())),
        Some((_, true)) => Err(Error::AccountTerminated(id.0.clone())),
        Some((number, false)) => Ok(number),
    }
}

/// The address without what surrounds it. Enough to refuse what is no address at all; whether mail arrives, only mail can tell
/// (RFC 5321 has the lengths).
///
/// # Errors
/// [`Error::Invalid`].
pub fn valid_email(email: &str) -> Result<&str, Error> {
    let email = email.trim();
    let wrong = |why: &str| Err(Error::Invalid(format!("{email:?} is no e-mail address: {why}")));
    let Some((local, domain)) = email.rsplit_once('@') else { return wrong("it has no @") };
    if local.is_empty() || domain.is_empty() {
        return wrong("nothing stands before or after the @");
    }
    if local.contains('@') {
        return wrong("it has more than one @");
    }
    if local.len() > 64 || email.len() > 254 {
        return wrong("it is too long");
    }
    if email.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return wrong("it contains a space or a control character");
    }
    if domain.split('.').any(str::is_empty) {
        return wrong("its domain has an empty part");
    }
    Ok(email)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_refused() {
        for good in ["alice@example.com", "  a.b+c@xn--bcher-kva.example ", "bob@localhost", "ü@bücher.example"] {
            assert_eq!(valid_email(good).expect(good), good.trim());
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in ["", "alice", "@example.com", "alice@", "a@b@c.d", "a b@c.d", "a\n@c.d", "a@c..d", "a@.d", &long] {
            assert!(matches!(valid_email(bad), Err(Error::Invalid(_))), "{bad:?}");
        }
    }
}
