//! Statements of account (policy P12): an opening balance, a line for each entry of the journal in words, a closing balance.
//!
//! A statement shows what was booked. Its lines add up: each line's balance is that of the line before, changed by what the
//! line says, and the last one is the closing balance.

mod csv;
mod format;
mod line;
mod point_in_time;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::ledger::{self, AccountId, Span, Standing};
use crate::{database, generations};

pub(crate) use csv::inert;
pub use format::Format;
pub use line::Line;
pub use point_in_time::PointInTime;

/// Lines that are read at once.
pub const PAGE: usize = 500;

/// A statement without its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Whose.
    pub account: AccountId,
    /// From then on.
    #[serde(with = "time::serde::rfc3339")]
    pub from: OffsetDateTime,
    /// Until before then; all that was booked when the statement was made, if no end was asked for.
    #[serde(with = "time::serde::rfc3339")]
    pub to: OffsetDateTime,
    /// Before the first line.
    pub opening: Standing,
    /// After the last line.
    pub closing: Standing,
    /// The number of the last line; of the line before the first, if there is none.
    pub last: i64,
}

/// A statement with some of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementPage {
    /// The statement.
    pub head: Head,
    /// At most [`PAGE`] lines; fewer only at the end.
    pub lines: Vec<Line>,
}

/// A statement whose lines are still to be read.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Everything else.
    pub head: Head,
    span: Span,
}

/// Why there is no statement.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The ledger refused: no such account, a time that cannot be.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// What a hold paid for cannot be read.
    #[error(transparent)]
    Generation(#[from] generations::Error),
}

impl From<database::Error> for Error {
    fn from(error: database::Error) -> Self {
        Error::Ledger(error.into())
    }
}

impl Statement {
    /// The statement of an account between two times, of which both may be left out.
    ///
    /// # Errors
    /// As [`Span::between`].
    pub fn open(
        tx: &Connection,
        account: &AccountId,
        from: Option<OffsetDateTime>,
        to: Option<OffsetDateTime>,
        now: OffsetDateTime,
    ) -> Result<Statement, Error> {
        let span = Span::between(tx, account, from, to, now)?;
        let (opening, closing) = (span.opening, span.closing);
        let head = Head { account: account.clone(), from: span.from, to: span.to, opening, closing, last: span.last };
        Ok(Statement { head, span })
    }

    /// The next lines, at most [`PAGE`], after the one with the number `after`; fewer only at the end.
    ///
    /// # Errors
    /// When the database fails.
    pub fn lines(&self, tx: &Connection, after: Option<i64>) -> Result<Vec<Line>, Error> {
        self.span.page(tx, after, PAGE)?.into_iter().map(|entry| Line::of(tx, entry)).collect()
    }
}
