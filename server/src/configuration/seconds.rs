//! Lengths of time in the file: a number of seconds, with or without a fraction.

use std::{fmt, time::Duration};

use serde::{Deserializer, de};

/// A century is as good as for ever, and can still be added to a clock.
const LONGEST: Duration = Duration::from_secs(3_155_760_000);

/// A length of time of so many `seconds`.
///
/// # Errors
/// What can be given instead.
pub fn duration(seconds: f64) -> Result<Duration, &'static str> {
    let time = Duration::try_from_secs_f64(seconds).ok().filter(|time| *time <= LONGEST);
    time.ok_or("give seconds, 0 or more")
}

/// For `deserialize_with`.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    struct Seconds;

    impl de::Visitor<'_> for Seconds {
        type Value = Duration;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number of seconds")
        }

        fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Duration, E> {
            self.visit_f64(seconds as f64)
        }

        fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Duration, E> {
            self.visit_f64(seconds as f64)
        }

        fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Duration, E> {
            duration(seconds).map_err(E::custom)
        }
    }

    deserializer.deserialize_any(Seconds)
}
