//! Credits as a type, so that they are never added to anything else.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Error;

/// Whole credits; arithmetic is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, JsonSchema)]
#[serde(transparent)]
pub struct Credits(pub i64);

impl Credits {
    /// None.
    pub const ZERO: Credits = Credits(0);

    /// The sum.
    ///
    /// # Errors
    /// [`Error::Overflow`].
    pub fn checked_add(self, other: Credits) -> Result<Credits, Error> {
        self.0.checked_add(other.0).map(Credits).ok_or(Error::Overflow(self.0, other.0))
    }

    /// What is left after taking `other`.
    ///
    /// # Errors
    /// [`Error::Overflow`].
    pub fn checked_sub(self, other: Credits) -> Result<Credits, Error> {
        self.0.checked_sub(other.0).map(Credits).ok_or(Error::Overflow(self.0, other.0))
    }

    /// All together.
    ///
    /// # Errors
    /// [`Error::Overflow`].
    pub fn sum(all: impl IntoIterator<Item = Credits>) -> Result<Credits, Error> {
        all.into_iter().try_fold(Credits::ZERO, Credits::checked_add)
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_stop_at_the_limits() {
        assert_eq!(Credits(60).checked_sub(Credits(10)).expect("in range"), Credits(50));
        assert!(matches!(Credits(i64::MAX).checked_add(Credits(1)), Err(Error::Overflow(i64::MAX, 1))));
        assert!(matches!(Credits(i64::MIN).checked_sub(Credits(1)), Err(Error::Overflow(i64::MIN, 1))));
        assert!(Credits::sum([Credits(i64::MAX), Credits(1), Credits(-1)]).is_err());
    }
}
