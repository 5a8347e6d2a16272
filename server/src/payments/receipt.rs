//! The receipt: what was bought, for how much, until when it can be used, under which policy, and whom to write to (policy P14).

use rusqlite::Connection;
use time::OffsetDateTime;

use super::{Error, Purchase};
use crate::configuration::ServiceSection;
use crate::html::{self, escape};
use crate::ledger::{self, LotId};
use crate::mail::{self, NewMail};
use crate::money;

/// A receipt, to be shown or mailed.
#[derive(Debug)]
pub struct Receipt {
    /// Label and value of each line.
    lines: Vec<(&'static str, String)>,
    subject: String,
}

impl Receipt {
    /// Of a purchase that granted `lot`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of(tx: &Connection, purchase: &Purchase, lot: &LotId, service: &ServiceSection) -> Result<Receipt, Error> {
        let standing = ledger::lot_standing(tx, lot)?;
        let Purchase { package, consent, .. } = purchase;
        let paid = purchase.paid_minor.unwrap_or(package.price_minor);
        let mut lines = vec![
            ("Purchase", purchase.id.0.clone()),
            ("Seller", service.name.clone()),
            ("Bought", package.name.clone()),
            ("Credits", package.credits.to_string()),
            ("Paid", money::display(paid, &package.currency)),
            ("Paid on", day(purchase.paid_at.unwrap_or(purchase.created_at))),
            ("Paid through", purchase.provider.to_string()),
            ("Usable until", day(standing.expires_at)),
            ("Policy accepted", format!("version {}, {}", consent.policy_number, consent.policy_sha256)),
            ("Policy text", format!("{}/policy/{}", service.url, consent.policy_sha256)),
            ("Contact", service.contact.clone()),
        ];
        if purchase.refunded_minor > 0 {
            lines.insert(7, ("Refunded", money::display(purchase.refunded_minor, &package.currency)));
        }
        Ok(Receipt { lines, subject: format!("Receipt: {} credits from {}", package.credits, service.name) })
    }

    /// Puts it into the outbox, in the transaction of the grant.
    ///
    /// # Errors
    /// When the database fails.
    pub fn queue(&self, tx: &Connection, purchase: &Purchase, now: OffsetDateTime) -> Result<(), Error> {
        let to = ledger::account(tx, &purchase.account)?.email;
        let table: String = self.lines.iter().map(|(label, value)| format!("{label}: {value}\n")).collect();
        let text = format!(
            "Thank you. Your credits are in your account.\n\n{table}\nSales are final. If anything is wrong, write to the \
             contact above first: that is faster than your bank.\n"
        );
        mail::queue(tx, &NewMail { to, subject: self.subject.clone(), text }, now)?;
        Ok(())
    }

    /// As a page.
    #[must_use]
    pub fn page(&self, service: &ServiceSection) -> String {
        let rows: String = self
            .lines
            .iter()
            .map(|(label, value)| format!("<tr><th>{}</th><td>{}</td></tr>\n", escape(label), escape(value)))
            .collect();
        html::page(service, "Receipt", &format!("<h1>Receipt</h1>\n<table>\n{rows}</table>\n<p>Sales are final.</p>"))
    }
}

fn day(time: OffsetDateTime) -> String {
    time.date().to_string()
}
