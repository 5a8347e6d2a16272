//! What the customer did, moment by moment: the provider's `access_activity_log`.

use rusqlite::Connection;

use super::tables::SOURCES;
use super::{Error, fields};
use crate::database::Millis;
use crate::ledger::PurchaseId;

/// Every trace that the customer left since the purchase, oldest first: when, from which address if that was recorded, what.
const QUERY: &str = "
    SELECT at_ms, address, words FROM (
         SELECT created_at_ms AS at_ms, address, 'accepted version ' || policy_number || ' of the refund policy, confirmed '
                || 'to have seen examples, and began purchase ' || id AS words
         FROM purchase WHERE id = ?1
         UNION ALL
         SELECT lot.granted_at_ms, NULL, 'received ' || lot.granted || ' credits for purchase ' || purchase.id
         FROM purchase JOIN lot ON lot.id = purchase.lot WHERE purchase.id = ?1
         UNION ALL
         SELECT accepted_at_ms, acceptance.address, 'used the service under version ' || version || ' of the refund policy'
         FROM policy_acceptance AS acceptance JOIN bought ON bought.account = acceptance.account
         WHERE how = 'use' AND accepted_at_ms >= bought.created_at_ms
         UNION ALL
         SELECT created_at_ms, NULL, 'uploaded a photo and requested generation ' || id || ' for ' || credits || ' credits'
         FROM shown
         UNION ALL
         SELECT finished_at_ms, NULL, 'generation ' || id || CASE state
                WHEN 'SUCCEEDED' THEN ' succeeded: its model was ready to download'
                WHEN 'FAILED' THEN ' failed (' || fault_kind || '): its credits were given back'
                ELSE ' was canceled: its credits were given back' END
         FROM shown WHERE finished_at_ms IS NOT NULL
         UNION ALL
         SELECT first_downloaded_at_ms, NULL, 'downloaded the model of generation ' || generation || ' (' || format || ')'
         FROM shown JOIN artifact ON artifact.generation = shown.id WHERE first_downloaded_at_ms IS NOT NULL
         UNION ALL
         SELECT last_downloaded_at_ms, NULL,
                'downloaded the model of generation ' || generation || ' (' || format || ') again'
         FROM shown JOIN artifact ON artifact.generation = shown.id WHERE last_downloaded_at_ms > first_downloaded_at_ms
     ) ORDER BY at_ms";

/// The log of a purchase, a line each; when it is too long for its field, the first lines and where the others are.
pub(super) fn log(tx: &Connection, purchase: &PurchaseId) -> Result<String, Error> {
    let mut statement = tx.prepare(&format!("{SOURCES} {QUERY}"))?;
    let mut rows = statement.query([&purchase.0])?;
    let mut log = Bounded::new(fields::MAX_TEXT);
    while let Some(row) = rows.next()? {
        let (at, address): (Millis, Option<String>) = (row.get(0)?, row.get(1)?);
        let words: String = row.get(2)?;
        let from = address.map(|address| format!("from {address}: ")).unwrap_or_default();
        log.push(&format!("{}  {from}{words}\n", at.rfc3339()?));
    }
    Ok(log.finish())
}

/// Lines, as far as they fit.
struct Bounded {
    text: String,
    most: usize,
    left_out: usize,
}

impl Bounded {
    /// `most` bytes, which are no fewer than characters.
    fn new(most: usize) -> Bounded {
        Bounded { text: String::new(), most, left_out: 0 }
    }

    fn push(&mut self, line: &str) {
        // Room for the last line of `finish`. Once a line is left out, all that follow are: the log has no gaps.
        if self.left_out > 0 || self.text.len() + line.len() + 200 > self.most {
            self.left_out += 1;
        } else {
            self.text.push_str(line);
        }
    }

    fn finish(self) -> String {
        let Bounded { mut text, left_out, .. } = self;
        if left_out > 0 {
            text.push_str(&format!("And {left_out} more: {} and {} have them.\n", fields::USAGE, fields::DELIVERIES));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_log_keeps_to_its_field_and_says_how_much_is_elsewhere() {
        let mut log = Bounded::new(1000);
        (0..100).for_each(|number| log.push(&format!("line {number:03} of the log\n")));
        let text = log.finish();
        assert!(text.len() <= 1000, "{}", text.len());
        let kept = text.lines().count() - 1;
        assert!(kept > 30, "{text}");
        assert!(
            text.ends_with(&format!("And {} more: usage.csv and deliveries.csv have them.\n", 100 - kept)),
            "{text}"
        );
    }
}
