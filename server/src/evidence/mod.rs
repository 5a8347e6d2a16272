//! What is sent to the bank when a dispute is contested: a zip with what was bought, accepted, used and delivered (policy P11).
//!
//! `evidence.json` has the fields that the provider asks for, the other files are what the file fields among them name and what
//! the texts rest on. Everything is read from one snapshot, so that no file says other than the next.

mod activity;
mod fields;
mod tables;

use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use rusqlite::Connection;
use time::OffsetDateTime;
use zip::ZipWriter;

use crate::configuration::ServiceSection;
use crate::ledger::{self, Account, LotId, LotStanding, PurchaseId};
use crate::payments::{self, Dispute, Purchase, Receipt};
use crate::policy::{self, PolicyVersion};
use crate::statements::{self, Format, PAGE, Statement};
use crate::{database, export, html};

use fields::Fields;
use tables::TABLES;

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No such dispute, or payments cannot be read.
    #[error(transparent)]
    Payments(#[from] payments::Error),
    /// The account's journal cannot be read.
    #[error(transparent)]
    Statement(#[from] statements::Error),
    /// The file cannot be made, or cannot be written.
    #[error(transparent)]
    Export(#[from] export::Error),
    /// The dispute is of a payment that no purchase here names.
    #[error(
        "dispute {dispute} is of the payment {payment}, and no purchase here was paid with that; if the event of the payment was \
         lost, have the provider send it again"
    )]
    NoPurchase {
        /// Which dispute.
        dispute: String,
        /// What the provider calls the payment.
        payment: payments::PaymentRef,
    },
    /// The purchase brought nothing yet: nothing was delivered that could be shown.
    #[error(
        "purchase {purchase} is not paid here, so there is nothing to show for it; if the event of its payment was lost, have the \
         provider send it again"
    )]
    NotPaid {
        /// Which purchase.
        purchase: PurchaseId,
    },
    /// What the purchase names as accepted is not among what was published.
    #[error("purchase {purchase} accepted version {number} of the policy, and no such version with that text is here")]
    NoPolicy {
        /// Which purchase.
        purchase: PurchaseId,
        /// Which version.
        number: i64,
    },
}

impl From<ledger::Error> for Error {
    fn from(error: ledger::Error) -> Self {
        Error::Payments(error.into())
    }
}

impl From<database::Error> for Error {
    fn from(error: database::Error) -> Self {
        Error::Payments(error.into())
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Payments(error.into())
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Export(error.into())
    }
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Self {
        Error::Export(error.into())
    }
}

/// A dispute with everything that it is about.
#[derive(Debug)]
struct Contested {
    dispute: Dispute,
    purchase: Purchase,
    account: Account,
    lot: LotStanding,
    lot_id: LotId,
    /// What the buyer accepted.
    policy: PolicyVersion,
}

impl Contested {
    fn find(tx: &Connection, dispute: &str) -> Result<Contested, Error> {
        let dispute = payments::dispute(tx, dispute)?;
        let no_purchase = || Error::NoPurchase { dispute: dispute.id.clone(), payment: dispute.payment.clone() };
        let id = dispute.purchase.as_ref().ok_or_else(no_purchase)?;
        let purchase = payments::find(tx, id)?.ok_or_else(no_purchase)?;
        let lot_id = purchase.lot.clone().ok_or_else(|| Error::NotPaid { purchase: purchase.id.clone() })?;
        let lot = ledger::lot_standing(tx, &lot_id)?;
        let number = purchase.consent.policy_number;
        // By its number, for the date that the page had; a text may have been published twice.
        let policy = policy::of_number(tx, number)?
            .filter(|version| version.sha256 == purchase.consent.policy_sha256)
            .ok_or_else(|| Error::NoPolicy { purchase: purchase.id.clone(), number })?;
        let account = ledger::account(tx, &purchase.account)?;
        Ok(Contested { dispute, purchase, account, lot, lot_id, policy })
    }
}

/// Writes the bundle of a dispute. `tx` is a snapshot: [`database::Database::read`].
///
/// # Errors
/// [`payments::Error::NoSuchDispute`]; [`Error::NoPurchase`], [`Error::NotPaid`] and [`Error::NoPolicy`] for a dispute of which
/// nothing can be shown; [`export::Error::Io`] when `out` takes no more.
pub fn write(
    tx: &Connection,
    dispute: &str,
    service: &ServiceSection,
    now: OffsetDateTime,
    out: impl Write + Seek,
) -> Result<(), Error> {
    let contested = Contested::find(tx, dispute)?;
    let options = export::entry_options();
    let mut archive = ZipWriter::new(out);
    archive.start_file("evidence.json", options)?;
    archive.write_all(&Fields::of(tx, &contested, service)?.json(&contested, now)?)?;
    let pages = policy::pages(tx, &contested.policy)?;
    let receipt = Receipt::of(tx, &contested.purchase, &contested.lot_id, service)?.page(service);
    for (file, page) in [
        (fields::REFUND_POLICY, html::page(service, "Refund policy", &pages.refunds)),
        (fields::TERMS, html::page(service, "Terms", &pages.terms)),
        (fields::RECEIPT, receipt),
    ] {
        archive.start_file(file, options)?;
        archive.write_all(page.as_bytes())?;
    }
    for table in TABLES {
        archive.start_file(table.file, options)?;
        tables::write(tx, table, &contested.purchase.id, &mut archive)?;
    }
    archive.start_file(fields::JOURNAL, options)?;
    write_journal(tx, &contested, now, &mut archive)?;
    archive.finish()?.flush()?;
    Ok(())
}

/// [`write()`] to the new file `to`, as [`export::write_file`] does; its size in bytes.
///
/// # Errors
/// As [`write()`], and [`export::Error::Place`] when there can be no such file; it is gone then.
pub fn write_file(
    tx: &Connection,
    dispute: &str,
    service: &ServiceSection,
    now: OffsetDateTime,
    to: &Path,
) -> Result<u64, Error> {
    export::new_file(to, |file| write(tx, dispute, service, now, BufWriter::new(file)))
}

/// The account's statement from its first entry on, page by page.
fn write_journal(
    tx: &Connection,
    contested: &Contested,
    now: OffsetDateTime,
    out: &mut impl Write,
) -> Result<(), Error> {
    let statement = Statement::open(tx, &contested.account.id, None, None, now)?;
    out.write_all(&Format::Csv.opening(&statement.head)?)?;
    let mut after = None;
    loop {
        let lines = statement.lines(tx, after)?;
        out.write_all(&Format::Csv.lines(&lines, after.is_none())?)?;
        match lines.last() {
            Some(line) if lines.len() == PAGE => after = Some(line.sequence),
            _ => break,
        }
    }
    out.write_all(&Format::Csv.closing(&statement.head)?)?;
    Ok(())
}
