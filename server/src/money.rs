//! Amounts of money, in a currency's smallest unit: whole numbers only.

/// Currencies whose smallest unit is the unit itself (ISO 4217, exponent 0).
const WITHOUT_MINOR_UNIT: &[&str] = &[
    "bif", "clp", "djf", "gnf", "isk", "jpy", "kmf", "krw", "pyg", "rwf", "ugx", "uyi", "vnd", "vuv", "xaf", "xof",
    "xpf",
];

/// Currencies whose smallest unit is a thousandth (ISO 4217, exponent 3).
const WITH_THOUSANDTHS: &[&str] = &["bhd", "iqd", "jod", "kwd", "lyd", "omr", "tnd"];

/// `amount_minor` (cents) of `currency` (ISO 4217, lower case) for people: `9.99 USD`.
#[must_use]
pub fn display(amount_minor: i64, currency: &str) -> String {
    format!("{} {}", decimal(amount_minor, currency), currency.to_uppercase())
}

/// `amount_minor` (cents) of `currency` (ISO 4217, lower case) in the currency itself, as programs take it: `9.99`.
#[must_use]
pub fn decimal(amount_minor: i64, currency: &str) -> String {
    let digits = if WITHOUT_MINOR_UNIT.contains(&currency) {
        0
    } else if WITH_THOUSANDTHS.contains(&currency) {
        3
    } else {
        2
    };
    let (sign, amount) = (if amount_minor < 0 { "-" } else { "" }, amount_minor.unsigned_abs());
    if digits == 0 {
        return format!("{sign}{amount}");
    }
    let unit = 10_u64.pow(digits);
    format!("{sign}{}.{:0width$}", amount / unit, amount % unit, width = digits as usize)
}

#[cfg(test)]
mod tests {
    use super::display;

    #[test]
    fn amounts_have_the_digits_of_their_currency() {
        assert_eq!(display(999, "usd"), "9.99 USD");
        assert_eq!(display(5, "eur"), "0.05 EUR");
        assert_eq!(display(1500, "jpy"), "1500 JPY");
        assert_eq!(display(-1234, "kwd"), "-1.234 KWD");
    }
}
