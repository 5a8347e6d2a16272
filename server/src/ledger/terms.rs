//! How long credits last: the operator's choice, as far as the policy leaves one (P10).

use time::{Date, Duration, Month, OffsetDateTime};

use super::Error;

/// The durations that apply to credits from now on; what a lot has been given it keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// From a purchase or grant to the expiry of its credits, in months of the calendar.
    pub lifetime_months: u16,
    /// How long credits stay usable that came back from a hold or a claim after their expiry.
    pub grace: Duration,
}

impl Default for Terms {
    fn default() -> Self {
        Terms { lifetime_months: 12, grace: Duration::days(30) }
    }
}

impl Terms {
    /// When credits that come in at `now` expire: the same day and time so many months later, or the first day of the month
    /// after it where that month is too short (a year from 29 February is 1 March).
    ///
    /// # Errors
    /// [`Error::Invalid`] past the year 9999.
    pub fn expiry(&self, now: OffsetDateTime) -> Result<OffsetDateTime, Error> {
        let far = || Error::Invalid(format!("{} months after {now} is too far in the future", self.lifetime_months));
        let months = i32::from(u8::from(now.month())) - 1 + i32::from(self.lifetime_months);
        let year = now.year() + months.div_euclid(12);
        let month = Month::try_from(months.rem_euclid(12) as u8 + 1).expect("1 to 12");
        let date = match Date::from_calendar_date(year, month, now.day()) {
            Ok(date) => date,
            // The day after the month's last; a year out of range has no first day either.
            Err(_) => Date::from_calendar_date(year, month, month.length(year))
                .map_err(|_| far())?
                .next_day()
                .ok_or_else(far)?,
        };
        Ok(now.replace_date(date))
    }

    /// The expiry of credits that come back at `now` and were good until `until`: prolonged only when that has passed.
    pub(super) fn after_return(
        &self,
        until: super::journal::Millis,
        now: super::journal::Millis,
    ) -> super::journal::Millis {
        if until <= now { super::journal::Millis(now.0 + self.grace.whole_milliseconds() as i64) } else { until }
    }
}

#[cfg(test)]
mod tests {
    use time::format_description::well_known::Rfc3339;

    use super::*;

    #[test]
    fn credits_expire_on_the_same_day_months_later() {
        let at = |text: &str| OffsetDateTime::parse(text, &Rfc3339).expect("RFC 3339");
        for (months, from, to) in [
            (12, "2025-11-01T12:30:00Z", "2026-11-01T12:30:00Z"),
            (12, "2027-06-01T00:00:00Z", "2028-06-01T00:00:00Z"),
            (12, "2028-02-29T23:59:00Z", "2029-03-01T23:59:00Z"),
            (1, "2026-01-31T01:00:00Z", "2026-03-01T01:00:00Z"),
            (24, "2026-12-31T01:00:00Z", "2028-12-31T01:00:00Z"),
        ] {
            let terms = Terms { lifetime_months: months, ..Terms::default() };
            assert_eq!(terms.expiry(at(from)).expect("in range"), at(to), "{months} months after {from}");
        }
        assert!(Terms::default().expiry(at("9999-12-31T00:00:00Z")).is_err());
    }
}
