use serde::{Deserialize, Serialize};

use super::{Impossible, impossible};
use crate::ledger::{Credits, MAX_GRANT};

/// Credits for sale (policy P7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// What checkouts call it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How many credits it brings.
    pub credits: Credits,
    /// Its price in the currency's smallest unit (cents).
    pub price_minor: i64,
    /// ISO 4217, lower case.
    pub currency: String,
}

/// What is for sale unless the operator says otherwise.
pub(super) fn shipped() -> Vec<Package> {
    vec![Package {
        id: "starter".to_owned(),
        name: "Starter".to_owned(),
        credits: Credits(60),
        price_minor: 999,
        currency: "usd".to_owned(),
    }]
}

pub(super) fn check(packages: &[Package]) -> Result<(), Impossible> {
    for (index, package) in packages.iter().enumerate() {
        let wrong = |reason: &str| Err(impossible(&format!("package {}", package.id), reason));
        let id_chars = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if package.id.is_empty() || !package.id.chars().all(id_chars) {
            return wrong("the id must be of lower-case letters, digits, - and _");
        }
        if packages[..index].iter().any(|other| other.id == package.id) {
            return wrong("the id is there twice");
        }
        if package.credits <= Credits::ZERO || package.credits > MAX_GRANT {
            return wrong("credits must be 1 or more");
        }
        if !(1..=1_000_000_000_000).contains(&package.price_minor) {
            return wrong("price_minor must be 1 or more");
        }
        if package.currency.len() != 3 || !package.currency.chars().all(|c| c.is_ascii_lowercase()) {
            return wrong("the currency must be three lower-case letters (ISO 4217), such as \"usd\"");
        }
    }
    Ok(())
}
