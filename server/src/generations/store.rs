//! The rows: every change of state is one compare-and-set statement, together with its hold.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use time::OffsetDateTime;

use super::{
    Artifact, End, Error, Fault, Generation, GenerationId, GenerationOptions, Paid, Progress, State, retention,
};
use crate::database::{Millis, cursor};
use crate::ledger::{self, AccountId, Credits, HoldId, Terms};
use crate::webhooks;

/// Creates a `QUEUED` generation and its hold of `price`, which stays its price: both or neither.
///
/// # Errors
/// [`Error::Ledger`] without credits.
pub fn create(
    tx: &Connection,
    id: &GenerationId,
    account: &AccountId,
    options: &GenerationOptions,
    price: Credits,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let hold = ledger::hold(tx, account, price, now)?;
    tx.prepare_cached(
        "INSERT INTO generation (id, account, hold, credits, state, options, created_at_ms) \
         VALUES (?1, ?2, ?3, ?4, 'QUEUED', ?5, ?6)",
    )?
    .execute(params![id.0, account.0, hold.0, price.0, to_json(options), Millis::of(now)])?;
    Ok(())
}

/// `QUEUED` -> `RUNNING`; the number of the attempt.
///
/// # Errors
/// [`Error::Stale`] when it is no longer queued.
pub fn start(tx: &Connection, id: &GenerationId, now: OffsetDateTime) -> Result<i64, Error> {
    let started: Option<(i64, String)> = tx
        .prepare_cached(
            "UPDATE generation SET state = 'RUNNING', attempt = attempt + 1, started_at_ms = ?2 \
             WHERE id = ?1 AND state = 'QUEUED' RETURNING attempt, account",
        )?
        .query_row(params![id.0, Millis::of(now)], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (attempt, account) = started.ok_or_else(|| Error::Stale { id: id.clone(), expected: "QUEUED".to_owned() })?;
    webhooks::queue_start(tx, &AccountId(account), id, now)?;
    Ok(attempt)
}

/// `RUNNING` in `attempt` -> its end; the hold is committed when it succeeded and voided otherwise, the delivery
/// record is written, and webhooks are to tell it. Answers with what the hold was.
///
/// # Errors
/// [`Error::Stale`] when this attempt is not running; [`Error::Ledger`] when the hold has ended already.
pub fn finish(
    tx: &Connection,
    id: &GenerationId,
    attempt: i64,
    end: &End,
    progress: Progress,
    terms: &Terms,
    now: OffsetDateTime,
) -> Result<Credits, Error> {
    let (fault, report) = match end {
        End::Failed(fault) => (Some(fault), None),
        End::Succeeded { report, .. } => (None, Some(to_json(report))),
        End::Canceled => (None, None),
    };
    let ended: Option<(String, i64, String)> = tx
        .prepare_cached(
            "UPDATE generation SET state = :state, stage = :stage, fraction = :fraction, fault_kind = :kind, \
             fault_message = :message, report = :report, finished_at_ms = :now \
             WHERE id = :id AND state = 'RUNNING' AND attempt = :attempt RETURNING hold, credits, account",
        )?
        .query_row(
            named_params! {
                ":state": end.state().as_str(),
                ":stage": progress.stage.map(|stage| to_json(&stage)),
                ":fraction": f64::from(progress.fraction),
                ":kind": fault.map(|fault| fault.kind.as_str()),
                ":message": fault.map(|fault| &fault.message),
                ":report": report,
                ":now": Millis::of(now),
                ":id": id.0,
                ":attempt": attempt,
            },
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let (hold, credits, account) =
        ended.ok_or_else(|| Error::Stale { id: id.clone(), expected: format!("RUNNING in attempt {attempt}") })?;
    let hold = HoldId(hold);
    match end {
        End::Succeeded { artifacts, .. } => {
            for Artifact { format, sha256, bytes } in artifacts {
                tx.prepare_cached("INSERT INTO artifact (generation, format, sha256, bytes) VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![id.0, format, sha256, i64::try_from(*bytes).unwrap_or(i64::MAX)])?;
            }
            ledger::commit_hold(tx, &hold, now)?;
        }
        End::Failed(_) | End::Canceled => ledger::void_hold(tx, &hold, terms, now)?,
    }
    webhooks::queue_end(tx, &AccountId(account), id, end.state(), now)?;
    Ok(Credits(credits))
}

/// `QUEUED` -> `CANCELED`, and voids the hold; webhooks are to tell it. Answers with what it was.
///
/// # Errors
/// [`Error::Stale`] when it is no longer queued.
pub fn cancel_queued(tx: &Connection, id: &GenerationId, terms: &Terms, now: OffsetDateTime) -> Result<Credits, Error> {
    let canceled: Option<(String, i64, String)> = tx
        .prepare_cached(
            "UPDATE generation SET state = 'CANCELED', finished_at_ms = ?2 \
             WHERE id = ?1 AND state = 'QUEUED' RETURNING hold, credits, account",
        )?
        .query_row(params![id.0, Millis::of(now)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (hold, credits, account) =
        canceled.ok_or_else(|| Error::Stale { id: id.clone(), expected: "QUEUED".to_owned() })?;
    ledger::void_hold(tx, &HoldId(hold), terms, now)?;
    webhooks::queue_end(tx, &AccountId(account), id, State::Canceled, now)?;
    Ok(Credits(credits))
}

/// What runs, and in which attempt.
///
/// # Errors
/// [`Error::Database`].
pub fn running(tx: &Connection) -> Result<Vec<(GenerationId, i64)>, Error> {
    open(tx, State::Running)
}

/// What waits, oldest first.
///
/// # Errors
/// [`Error::Database`].
pub fn queued(tx: &Connection) -> Result<Vec<GenerationId>, Error> {
    Ok(open(tx, State::Queued)?.into_iter().map(|(id, _)| id).collect())
}

fn open(tx: &Connection, state: State) -> Result<Vec<(GenerationId, i64)>, Error> {
    // The partial index serves only a query that repeats its condition.
    let mut statement = tx.prepare(
        "SELECT id, attempt FROM generation WHERE state IN ('QUEUED', 'RUNNING') AND state = ?1 ORDER BY sequence",
    )?;
    let rows = statement.query_map([state.as_str()], |row| Ok((GenerationId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What an account has that has not ended, oldest first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// In the line.
    pub queued: Vec<GenerationId>,
    /// In the worker.
    pub running: Vec<GenerationId>,
}

/// What of an account waits and runs.
///
/// # Errors
/// [`Error::Database`].
pub fn open_of(tx: &Connection, account: &AccountId) -> Result<Open, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT id, state = 'QUEUED' FROM generation WHERE state IN ('QUEUED', 'RUNNING') AND account = ?1 ORDER BY sequence",
    )?;
    let mut rows = statement.query([&account.0])?;
    let mut open = Open::default();
    while let Some(row) = rows.next()? {
        let id = GenerationId(row.get(0)?);
        if row.get(1)? { open.queued.push(id) } else { open.running.push(id) }
    }
    Ok(open)
}

const COLUMNS: &str = "id, account, hold, credits, state, attempt, options, stage, fraction, fault_kind, \
                       fault_message, created_at_ms, started_at_ms, finished_at_ms, \
                       (SELECT deleted_at_ms FROM deletion WHERE generation = generation.id) AS deleted_at_ms";

/// One generation of `account`; `None` when there is none, or it is another account's.
///
/// # Errors
/// [`Error::Database`], [`Error::Unreadable`].
pub fn get(tx: &Connection, account: &AccountId, id: &GenerationId) -> Result<Option<Generation>, Error> {
    Ok(get_any(tx, id)?.filter(|generation| generation.account == *account))
}

/// One generation, whoever owns it.
///
/// # Errors
/// [`Error::Database`], [`Error::Unreadable`].
pub fn get_any(tx: &Connection, id: &GenerationId) -> Result<Option<Generation>, Error> {
    let found = tx
        .prepare_cached(&format!("SELECT {COLUMNS} FROM generation WHERE id = ?1"))?
        .query_row([&id.0], |row| Ok(read(row)))
        .optional()?;
    match found {
        Some(generation) => Ok(Some(with_artifacts(tx, generation?)?)),
        None => Ok(None),
    }
}

/// One page of a history.
#[derive(Debug)]
pub struct Page {
    /// Newest first.
    pub generations: Vec<Generation>,
    /// Give it as `after` for the next page.
    pub next: Option<String>,
}

/// The history of `account`, newest first, from after the cursor `after`. `None` when the cursor is not one of this
/// account's.
///
/// # Errors
/// [`Error::Database`], [`Error::Unreadable`].
pub fn list(tx: &Connection, account: &AccountId, after: Option<&str>, limit: usize) -> Result<Option<Page>, Error> {
    list_in(tx, account, &State::ALL, after, limit)
}

/// As [`list`], only what is in one of `states`.
///
/// # Errors
/// [`Error::Database`], [`Error::Unreadable`].
pub fn list_in(
    tx: &Connection,
    account: &AccountId,
    states: &[State],
    after: Option<&str>,
    limit: usize,
) -> Result<Option<Page>, Error> {
    let Some(before) = cursor::before(tx, ("generation", "sequence"), &account.0, after)? else { return Ok(None) };
    let names: Vec<&str> = states.iter().map(|state| state.as_str()).collect();
    // The index of the account's rows is walked and each row looked at: 0.3 s where 100 000 rows have none that fits.
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM generation WHERE account = ?1 AND sequence < ?2 \
         AND state IN (SELECT value FROM json_each(?4)) ORDER BY sequence DESC LIMIT ?3"
    ))?;
    // One more than asked tells whether there is a next page.
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let rows = statement.query_map(params![account.0, before, wanted, to_json(&names)], |row| Ok(read(row)))?;
    let mut generations = Vec::new();
    for row in rows {
        generations.push(with_artifacts(tx, row??)?);
    }
    let more = generations.len() > limit;
    generations.truncate(limit);
    let next = if more { generations.last().map(|generation| generation.id.0.clone()) } else { None };
    Ok(Some(Page { generations, next }))
}

/// How a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The latest generation first.
    NewestFirst,
    /// The first generation first.
    OldestFirst,
}

/// A page of what `account` made and did not delete: `limit` generations after the first `skipped`.
///
/// # Errors
/// [`Error::Database`], [`Error::Unreadable`].
pub fn undeleted(
    tx: &Connection,
    account: &AccountId,
    order: Order,
    skipped: u32,
    limit: u32,
) -> Result<Vec<Generation>, Error> {
    let order = match order {
        Order::NewestFirst => "DESC",
        Order::OldestFirst => "ASC",
    };
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM generation WHERE account = ?1 AND deleted_at_ms IS NULL ORDER BY sequence {order} \
         LIMIT ?2 OFFSET ?3"
    ))?;
    let rows = statement.query_map(params![account.0, limit, skipped], |row| Ok(read(row)))?;
    let mut generations = Vec::new();
    for row in rows {
        generations.push(with_artifacts(tx, row??)?);
    }
    Ok(generations)
}

/// What a hold pays for, and how that stands; none for a hold without a generation.
///
/// # Errors
/// [`Error::Database`], [`Error::Unreadable`].
pub fn paid_by(tx: &Connection, hold: &HoldId) -> Result<Option<Paid>, Error> {
    let row: Option<(String, String, Option<String>)> = tx
        .prepare_cached("SELECT id, state, fault_kind FROM generation WHERE hold = ?1")?
        .query_row([&hold.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((id, state, fault)) = row else { return Ok(None) };
    let id = GenerationId(id);
    let unreadable = |reason: String| Error::Unreadable { id: id.clone(), reason };
    let state = state.parse().map_err(unreadable)?;
    let fault = fault.map(|kind| kind.parse()).transpose().map_err(unreadable)?;
    Ok(Some(Paid { id, state, fault }))
}

/// Notes that the owner fetches an artifact (policy P12).
///
/// # Errors
/// [`Error::Database`].
pub fn record_download(tx: &Connection, id: &GenerationId, format: &str, now: OffsetDateTime) -> Result<(), Error> {
    tx.execute(
        "UPDATE artifact SET first_downloaded_at_ms = coalesce(first_downloaded_at_ms, ?3), \
         last_downloaded_at_ms = ?3 WHERE generation = ?1 AND format = ?2",
        params![id.0, format, Millis::of(now)],
    )?;
    Ok(())
}

fn with_artifacts(tx: &Connection, mut generation: Generation) -> Result<Generation, Error> {
    if generation.state == State::Succeeded && generation.deleted_at.is_none() {
        let mut statement =
            tx.prepare_cached("SELECT format, sha256, bytes FROM artifact WHERE generation = ?1 ORDER BY format")?;
        let rows = statement.query_map([&generation.id.0], |row| {
            Ok(Artifact { format: row.get(0)?, sha256: row.get(1)?, bytes: row.get::<_, i64>(2)?.unsigned_abs() })
        })?;
        generation.artifacts = rows.collect::<Result<_, _>>()?;
        generation.artifacts_expired_at = retention::artifacts_expired_at(tx, &generation.id)?;
    }
    Ok(generation)
}

fn read(row: &Row<'_>) -> Result<Generation, Error> {
    let id = GenerationId(row.get("id")?);
    let unreadable = |reason: String| Error::Unreadable { id: id.clone(), reason };
    let state: State = row.get::<_, String>("state")?.parse().map_err(unreadable)?;
    let options = serde_json::from_str(&row.get::<_, String>("options")?).map_err(|e| unreadable(e.to_string()))?;
    let stage = match row.get::<_, Option<String>>("stage")? {
        Some(stage) => Some(serde_json::from_str(&stage).map_err(|e| unreadable(e.to_string()))?),
        None => None,
    };
    let fault = match (row.get::<_, Option<String>>("fault_kind")?, row.get::<_, Option<String>>("fault_message")?) {
        (Some(kind), Some(message)) => Some(Fault { kind: kind.parse().map_err(unreadable)?, message }),
        _ => None,
    };
    Ok(Generation {
        account: AccountId(row.get("account")?),
        hold: HoldId(row.get("hold")?),
        credits: Credits(row.get("credits")?),
        state,
        attempt: row.get("attempt")?,
        options,
        progress: Progress { stage, fraction: row.get::<_, f64>("fraction")? as f32 },
        fault,
        created_at: row.get::<_, Millis>("created_at_ms")?.time()?,
        started_at: row.get::<_, Option<Millis>>("started_at_ms")?.map(Millis::time).transpose()?,
        finished_at: row.get::<_, Option<Millis>>("finished_at_ms")?.map(Millis::time).transpose()?,
        artifacts: Vec::new(),
        deleted_at: row.get::<_, Option<Millis>>("deleted_at_ms")?.map(Millis::time).transpose()?,
        artifacts_expired_at: None,
        id,
    })
}

fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data serializes")
}
