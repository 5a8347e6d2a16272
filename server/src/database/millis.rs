//! Times as rows keep them.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::Error;

/// Milliseconds since 1970, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub i64);

impl Millis {
    /// To the millisecond, downwards.
    #[must_use]
    pub fn of(time: OffsetDateTime) -> Millis {
        // The years that `time` can express fit.
        Millis(time.unix_timestamp_nanos().div_euclid(1_000_000) as i64)
    }

    /// The time that was stored.
    ///
    /// # Errors
    /// [`Error::NoTime`] for what [`Millis::of`] never made.
    pub fn time(self) -> Result<OffsetDateTime, Error> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000).map_err(|_| Error::NoTime(self.0))
    }

    /// The same in words of RFC 3339, in UTC.
    ///
    /// # Errors
    /// [`Error::NoTime`] for what [`Millis::of`] never made.
    pub fn rfc3339(self) -> Result<String, Error> {
        self.time()?.format(&Rfc3339).map_err(|_| Error::NoTime(self.0))
    }
}

impl ToSql for Millis {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Millis)
    }
}
