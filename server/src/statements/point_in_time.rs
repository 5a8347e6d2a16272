//! Times as people give them.

use std::str::FromStr;

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime};

/// A time in RFC 3339 (`2026-01-31T12:00:00Z`), or a date (`2026-01-31`), which stands for its first moment in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointInTime(pub OffsetDateTime);

impl FromStr for PointInTime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let time = OffsetDateTime::parse(text, &Rfc3339).ok().or_else(|| {
            let is_date = text.len() == "2026-01-31".len();
            is_date.then(|| Date::parse(text, &Iso8601::DATE).ok()).flatten().map(|date| date.midnight().assume_utc())
        });
        time.map(PointInTime)
            .ok_or_else(|| format!("{text:?} is no time such as 2026-01-31T12:00:00Z and no date such as 2026-01-31"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_dates_are_read_and_others_are_not() {
        let noon: PointInTime = "2026-01-31T14:00:00+02:00".parse().expect("RFC 3339");
        assert_eq!(noon, "2026-01-31T12:00:00Z".parse().expect("RFC 3339"));
        assert_eq!("2026-01-31".parse::<PointInTime>(), "2026-01-31T00:00:00Z".parse());
        for wrong in ["", "now", "2026-02-30", "2026-01", "2026-01-31T12:00:00", "2026-01-31 ", "1769860800"] {
            assert!(wrong.parse::<PointInTime>().is_err(), "{wrong:?}");
        }
    }
}
