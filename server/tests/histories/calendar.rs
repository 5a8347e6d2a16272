//! A year, in the calendar.

use time::{Date, Month, OffsetDateTime};

/// The same day so many months later, or the first of the month after where that month is too short.
pub fn months_later(time: OffsetDateTime, months: u16) -> OffsetDateTime {
    let next = |(year, month): (i32, Month)| {
        if month == Month::December { (year + 1, month.next()) } else { (year, month.next()) }
    };
    let mut then = (time.year(), time.month());
    for _ in 0..months {
        then = next(then);
    }
    let date = Date::from_calendar_date(then.0, then.1, time.day()).unwrap_or_else(|_| {
        let (year, month) = next(then);
        Date::from_calendar_date(year, month, 1).expect("every month has a first")
    });
    time.replace_date(date)
}
