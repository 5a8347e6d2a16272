//! The bundle's tables: rows of a query as CSV (RFC 4180, UTF-8, with a header).

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::Error;
use crate::database::Millis;
use crate::export;
use crate::ledger::PurchaseId;
use crate::statements::inert;

/// One file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    /// Its name in the bundle.
    pub(super) file: &'static str,
    /// The rows, from [`SOURCES`] and everything else; `?1` is the purchase's public id. A column `X_ms` has milliseconds since 1970 and becomes the column `X` in
    /// RFC 3339.
    query: &'static str,
}

/// What every query of the bundle can read from: `bought`, the purchase and its lot; `shown`, the generations that its credits paid
/// for and those of the account since. `credits_of_purchase` is what the hold took of the lot.
pub(super) const SOURCES: &str = "
WITH bought AS (
    SELECT purchase.account, purchase.created_at_ms, lot.number AS lot
    FROM purchase JOIN lot ON lot.id = purchase.lot WHERE purchase.id = ?1
), used AS (
    SELECT generation.*, hold.state AS hold_state, bought.created_at_ms AS bought_at_ms, coalesce((
        SELECT posting.amount FROM entry JOIN posting ON posting.entry = entry.number
        WHERE entry.hold = hold.number AND entry.kind = 'hold' AND posting.book = 'held' AND posting.lot = bought.lot
    ), 0) AS credits_of_purchase
    FROM bought JOIN generation ON generation.account = bought.account JOIN hold ON hold.id = generation.hold
), shown AS (
    SELECT * FROM used WHERE credits_of_purchase > 0 OR created_at_ms >= bought_at_ms
)";

pub(super) const PURCHASE: &str = "purchase.csv";
pub(super) const ACKNOWLEDGEMENT: &str = "acknowledgement.csv";
pub(super) const USAGE: &str = "usage.csv";
pub(super) const DELIVERIES: &str = "deliveries.csv";
pub(super) const COMMUNICATION: &str = "communication.csv";

pub(super) const TABLES: &[Table] = &[
    Table {
        file: PURCHASE,
        query: "SELECT purchase.id AS purchase, purchase.account, account.email, package, package_name, credits, price_minor,
                       currency, purchase.created_at_ms AS begun_at_ms, paid_minor, paid_at_ms, provider, session, payment, purchase.lot,
                       lot.granted_at_ms, lot.usable_until_ms
                FROM purchase JOIN account ON account.id = purchase.account JOIN lot ON lot.id = purchase.lot
                WHERE purchase.id = ?1",
    },
    // What was accepted with the purchase, and later versions by going on to use the service (policy P13).
    Table {
        file: ACKNOWLEDGEMENT,
        query: "SELECT 'purchase' AS how, policy_number AS policy_version, policy_sha256, examples_seen,
                       created_at_ms AS accepted_at_ms, address
                FROM purchase WHERE id = ?1
                UNION ALL
                SELECT 'use', version, sha256, NULL, accepted_at_ms, acceptance.address
                FROM policy_acceptance AS acceptance
                JOIN policy_version ON policy_version.number = acceptance.version
                JOIN purchase ON purchase.account = acceptance.account
                WHERE purchase.id = ?1 AND how = 'use'
                ORDER BY accepted_at_ms",
    },
    Table {
        file: USAGE,
        query: "SELECT id AS generation, created_at_ms AS requested_at_ms, started_at_ms, finished_at_ms, state, credits,
                    credits_of_purchase, hold_state AS credits_are, json_extract(options, '$.model') AS model,
                    json_extract(options, '$.resolution') AS resolution, fault_kind AS fault, fault_message
             FROM shown ORDER BY sequence",
    },
    Table {
        file: DELIVERIES,
        query: "SELECT generation, format, sha256, bytes, finished_at_ms AS made_at_ms, first_downloaded_at_ms,
                    last_downloaded_at_ms
             FROM shown JOIN artifact ON artifact.generation = shown.id WHERE format <> 'thumbnail'
             ORDER BY sequence, format",
    },
    // Mails that went to the customer since the purchase, and what both wrote in cases (policy P6) about it or since it.
    Table {
        file: COMMUNICATION,
        query: "SELECT sent_at_ms AS at_ms, 'seller' AS sender, NULL AS \"case\", subject, text
                FROM bought JOIN account ON account.id = bought.account JOIN mail ON mail.recipient = account.email
                WHERE sent_at_ms IS NOT NULL AND queued_at_ms >= bought.created_at_ms
                UNION ALL
                SELECT case_message.at_ms, iif(from_operator, 'seller', 'customer'), support_case.id, subject, text
                FROM bought JOIN support_case ON support_case.account = bought.account
                JOIN case_message ON case_message.case_id = support_case.id
                WHERE support_case.purchase = ?1 OR opened_at_ms >= bought.created_at_ms
                ORDER BY at_ms",
    },
];

/// Writes a table.
pub(super) fn write(tx: &Connection, table: &Table, purchase: &PurchaseId, out: &mut impl Write) -> Result<(), Error> {
    let mut statement = tx.prepare(&format!("{SOURCES} {}", table.query))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let names = columns.iter().map(|column| column.strip_suffix("_ms").unwrap_or(column));
    writer.write_record(names).map_err(io::Error::from)?;
    let mut rows = statement.query([&purchase.0])?;
    while let Some(row) = rows.next()? {
        for (index, column) in columns.iter().enumerate() {
            let cell = cell(column, row.get_ref(index)?).map_err(|reason| export::Error::Unreadable {
                file: table.file,
                reason: format!("{column}: {reason}"),
            })?;
            writer.write_field(cell).map_err(io::Error::from)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io::Error::from)?;
    }
    writer.flush()?;
    Ok(())
}

fn cell(column: &str, value: ValueRef<'_>) -> Result<String, String> {
    Ok(match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(ms) if column.ends_with("_ms") => Millis(ms).rfc3339().map_err(|error| error.to_string())?,
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => inert(std::str::from_utf8(text).map_err(|error| error.to_string())?),
        ValueRef::Real(_) | ValueRef::Blob(_) => return Err("it is neither a whole number nor text".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_numbers_times_are_rfc3339_and_words_are_no_formulas() {
        assert_eq!(cell("credits", ValueRef::Integer(-10)).as_deref(), Ok("-10"));
        assert_eq!(cell("paid_at_ms", ValueRef::Integer(1)).as_deref(), Ok("1970-01-01T00:00:00.001Z"));
        assert_eq!(cell("paid_at_ms", ValueRef::Null).as_deref(), Ok(""));
        assert_eq!(cell("package_name", ValueRef::Text(b"=HYPERLINK(1)")).as_deref(), Ok("'=HYPERLINK(1)"));
        assert!(cell("sha256", ValueRef::Blob(&[1])).is_err());
        assert!(cell("package_name", ValueRef::Text(&[0xff])).is_err());
    }
}
