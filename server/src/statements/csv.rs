//! Statements as CSV: RFC 4180, UTF-8, with a header.
//!
//! A spreadsheet computes a cell that starts like a formula (OWASP, "CSV Injection"), and some cells have the words of others. So
//! a word that starts with `=`, `+`, `-`, `@`, a tab or a line end is led by an apostrophe, which spreadsheets take for "text".
//! Numbers are ours and stay numbers.

use ::csv::{Terminator, WriterBuilder};

use super::{Head, Line};
use crate::database::{self, Millis};
use crate::ledger::{Credits, Standing};

/// The columns: `credits` and `held` are changes, `balance` and `balance_held` what there is after them.
const COLUMNS: [&str; 13] = [
    "sequence",
    "time",
    "kind",
    "description",
    "credits",
    "held",
    "balance",
    "balance_held",
    "generation",
    "fault",
    "purchase",
    "reference",
    "reason",
];

type Record = [String; COLUMNS.len()];

pub(super) fn opening(head: &Head) -> Result<Vec<u8>, database::Error> {
    let opening = border("opening", "Opening balance", Millis::of(head.from), head.opening)?;
    Ok(records(&[COLUMNS.map(str::to_owned), opening]))
}

pub(super) fn lines(lines: &[Line]) -> Result<Vec<u8>, database::Error> {
    Ok(records(&lines.iter().map(record).collect::<Result<Vec<_>, _>>()?))
}

pub(super) fn closing(head: &Head) -> Result<Vec<u8>, database::Error> {
    Ok(records(&[border("closing", "Closing balance", Millis::of(head.to), head.closing)?]))
}

fn border(kind: &str, words: &str, at: Millis, balance: Standing) -> Result<Record, database::Error> {
    let mut record = Record::default();
    record[1] = at.rfc3339()?;
    record[2] = kind.to_owned();
    record[3] = words.to_owned();
    record[6] = balance.available.to_string();
    record[7] = balance.held.to_string();
    Ok(record)
}

fn record(line: &Line) -> Result<Record, database::Error> {
    let number = |credits: Credits| credits.to_string();
    let word = |text: Option<&str>| text.map(inert).unwrap_or_default();
    Ok([
        line.sequence.to_string(),
        Millis::of(line.at).rfc3339()?,
        line.kind.name().to_owned(),
        inert(&line.description),
        number(line.credits),
        number(line.held),
        number(line.balance.available),
        number(line.balance.held),
        word(line.generation.as_ref().map(|paid| paid.id.0.as_str())),
        word(line.generation.as_ref().and_then(|paid| paid.fault).map(|kind| kind.as_str())),
        word(line.purchase.as_ref().map(|purchase| purchase.0.as_str())),
        word(line.reference.as_deref()),
        word(line.reason.as_deref()),
    ])
}

/// A word that no spreadsheet takes for a formula. The wide forms of the signs count: some programs fold them.
pub(crate) fn inert(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

fn records(records: &[Record]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        writer.write_record(record).expect("a vector takes everything, and all records have the same columns");
    }
    writer.into_inner().expect("a vector takes everything")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_starts_like_a_formula_is_led_by_an_apostrophe() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        for text in ["", "a=1", "1", "'=1", "paid, \"quoted\""] {
            assert_eq!(inert(text), text);
        }
    }
}
