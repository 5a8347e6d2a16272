//! The fields of a contested dispute, named as Stripe names them: <https://docs.stripe.com/api/disputes/evidence_object>.
//!
//! Text fields have text, file fields the name of a file in the bundle. Fields of which nothing is known here (a billing address,
//! a parcel) are left out: a bank that reads a guess believes nothing else.

use rusqlite::Connection;
use serde::Serialize;
use serde_json::json;
use time::OffsetDateTime;

use super::tables::SOURCES;
use super::{Contested, Error, activity};
use crate::configuration::ServiceSection;
use crate::database::Millis;
use crate::money;

pub(super) use super::tables::{ACKNOWLEDGEMENT, COMMUNICATION, DELIVERIES, PURCHASE, USAGE};
pub(super) const JOURNAL: &str = "journal.csv";
pub(super) const REFUND_POLICY: &str = "policy.html";
pub(super) const TERMS: &str = "terms.html";
pub(super) const RECEIPT: &str = "receipt.html";

/// Most characters of a text field (<https://docs.stripe.com/api/disputes/update>); all together may have 150 000.
pub(super) const MAX_TEXT: usize = 20_000;

/// Stripe's "dispute evidence object", as far as it is about what is sold here.
#[derive(Debug, Serialize)]
pub(super) struct Fields {
    access_activity_log: String,
    customer_communication: &'static str,
    customer_email_address: String,
    /// Left out where an operator recorded the sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_purchase_ip: Option<String>,
    product_description: String,
    receipt: &'static str,
    refund_policy: &'static str,
    refund_policy_disclosure: String,
    refund_refusal_explanation: String,
    service_date: String,
    service_documentation: &'static str,
    uncategorized_file: &'static str,
    uncategorized_text: String,
}

impl Fields {
    pub(super) fn of(tx: &Connection, contested: &Contested, service: &ServiceSection) -> Result<Fields, Error> {
        let usage = Usage::of(tx, contested)?;
        let Contested { purchase, account, .. } = contested;
        Ok(Fields {
            access_activity_log: activity::log(tx, &purchase.id)?,
            customer_communication: COMMUNICATION,
            customer_email_address: account.email.clone(),
            customer_purchase_ip: purchase.consent.address.clone(),
            product_description: product(contested, service),
            receipt: RECEIPT,
            refund_policy: REFUND_POLICY,
            refund_policy_disclosure: disclosure(contested, service)?,
            refund_refusal_explanation: refusal(contested, &usage)?,
            service_date: usage.granted_at.date().to_string(),
            service_documentation: DELIVERIES,
            uncategorized_file: USAGE,
            uncategorized_text: summary(contested, &usage)?,
        })
    }

    /// The dispute with its evidence, as the provider's dispute object nests them.
    pub(super) fn json(&self, contested: &Contested, now: OffsetDateTime) -> Result<Vec<u8>, Error> {
        let text = |time: OffsetDateTime| Millis::of(time).rfc3339();
        let Contested { dispute, purchase, account, .. } = contested;
        let object = json!({
            "id": dispute.id, "provider": dispute.provider, "payment": dispute.payment, "purchase": purchase.id,
            "account": account.id, "amount": dispute.amount_minor, "currency": dispute.currency, "reason": dispute.reason,
            "status": dispute.status, "due_by": dispute.due_by.map(text).transpose()?, "made_at": text(now)?, "evidence": self,
        });
        Ok(serde_json::to_vec_pretty(&object).expect("plain data serializes"))
    }
}

/// Where the purchase's credits went, and what the account made since.
struct Usage {
    granted_at: OffsetDateTime,
    spent: i64,
    available: i64,
    held: i64,
    frozen: i64,
    expired: i64,
    clawed_back: i64,
    succeeded: i64,
    failed: i64,
    downloaded: i64,
}

impl Usage {
    fn of(tx: &Connection, contested: &Contested) -> Result<Usage, Error> {
        let counts = format!(
            "{SOURCES} SELECT count(*) FILTER (WHERE state = 'SUCCEEDED'), count(*) FILTER (WHERE state = 'FAILED'),
                    count(*) FILTER (WHERE EXISTS (SELECT 1 FROM artifact WHERE generation = shown.id
                                                   AND first_downloaded_at_ms IS NOT NULL))
             FROM shown WHERE credits_of_purchase > 0"
        );
        let (succeeded, failed, downloaded) =
            tx.query_row(&counts, [&contested.purchase.id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let row = tx.query_row(
            "SELECT granted_at_ms, spent, available, held, frozen, expired, clawed_back FROM lot WHERE id = ?1",
            [&contested.lot_id.0],
            |row| {
                let granted: Millis = row.get(0)?;
                let books: [i64; 6] = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
                Ok((granted, books))
            },
        )?;
        let (granted, [spent, available, held, frozen, expired, clawed_back]) = row;
        let granted_at = granted.time()?;
        Ok(Usage { granted_at, spent, available, held, frozen, expired, clawed_back, succeeded, failed, downloaded })
    }
}

fn product(contested: &Contested, service: &ServiceSection) -> String {
    let Contested { purchase, lot, .. } = contested;
    let price = money::display(purchase.paid_minor.unwrap_or(purchase.package.price_minor), &purchase.package.currency);
    format!(
        "{} credits ({}) for {price}, to be used on {} ({}), an online service that makes 3D models of photos. Credits are in \
         the account as soon as the payment is confirmed and pay for models until {}. Nothing is shipped.",
        purchase.package.credits,
        purchase.package.name,
        service.name,
        service.url,
        lot.expires_at.date()
    )
}

fn disclosure(contested: &Contested, service: &ServiceSection) -> Result<String, Error> {
    let Contested { purchase, policy, .. } = contested;
    let at = Millis::of(purchase.created_at).rfc3339()?;
    let said = match &purchase.consent.address {
        Some(address) => format!("The customer said both on {at} from the address {address}."),
        None => format!("The seller recorded both for the customer on {at}."),
    };
    Ok(format!(
        "No checkout is created before the customer accepts the refund policy in force and confirms to have seen example models. \
         {said} The version accepted is number {}, published on {}, with the SHA-256 {}; it is in {REFUND_POLICY}, with the terms \
         in {TERMS}, and at {}/policy/{}. The record is {ACKNOWLEDGEMENT}.",
        policy.number,
        policy.published_at.date(),
        policy.sha256,
        service.url,
        policy.sha256
    ))
}

fn refusal(contested: &Contested, usage: &Usage) -> Result<String, Error> {
    let Contested { purchase, policy, .. } = contested;
    let refunded = match purchase.refunded_minor {
        0 => "None of the payment was refunded.".to_owned(),
        minor => format!("Of the payment {} was refunded.", money::display(minor, &purchase.package.currency)),
    };
    Ok(format!(
        "The sale is governed by version {} of the refund policy ({REFUND_POLICY}), which the customer accepted before paying. \
         The credits were in the account on {}. Of {} credits {} were used for models that were made. Generations that failed \
         for a technical reason cost nothing: their credits were given back at once and could be used again. {refunded}",
        policy.number,
        Millis::of(usage.granted_at).rfc3339()?,
        purchase.package.credits,
        usage.spent
    ))
}

fn summary(contested: &Contested, usage: &Usage) -> Result<String, Error> {
    let Contested { dispute, purchase, account, .. } = contested;
    let since = Millis::of(dispute.at).rfc3339()?;
    let Usage { spent, available, held, frozen, expired, clawed_back, succeeded, failed, downloaded, .. } = usage;
    Ok(format!(
        "Dispute {} ({}, {} since {since}) is of purchase {} by account {}. Of its {} credits {spent} are spent, {available} \
         available, {held} held, {frozen} frozen by the dispute, {expired} expired and {clawed_back} taken back. They paid for \
         {succeeded} generations that succeeded, of which {downloaded} were downloaded; {failed} failed and were given back. \
         Records: {PURCHASE} (what was bought, for how much, when), {ACKNOWLEDGEMENT} (what was accepted, when, from where), \
         {USAGE} (every generation), {DELIVERIES} (every file, its SHA-256, when it was downloaded), {JOURNAL} (every movement \
         of the account's credits with the running balance), {COMMUNICATION} (mails and cases), {REFUND_POLICY} and {TERMS} (as they stood at the purchase), \
         {RECEIPT}.",
        dispute.id, dispute.reason, dispute.status, purchase.id, account.id, purchase.package.credits
    ))
}
