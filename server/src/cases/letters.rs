//! Who hears of what, by mail, in the transaction that does it.

use rusqlite::Connection;
use time::OffsetDateTime;

use super::{Case, Error, Outcome};
use crate::configuration::ServiceSection;
use crate::ledger;
use crate::mail::{self, NewMail};
use crate::{money, payments};

/// To the contact: somebody needs an answer.
pub(super) fn opened(tx: &Connection, case: &Case, service: &ServiceSection, now: OffsetDateTime) -> Result<(), Error> {
    let Case { id, account, subject, .. } = case;
    let generation = case.generation.as_ref().map(|id| format!("Generation: {id}\n")).unwrap_or_default();
    let purchase = case.purchase.as_ref().map(|id| format!("Purchase: {id}\n")).unwrap_or_default();
    let text = format!(
        "A case was opened.\n\nCase: {id}\nAccount: {account}\n{generation}{purchase}Subject: {subject}\n\n{}\n\n\
         'oneclick3d case reply {id}' answers, and 'oneclick3d case decide {id}' decides it.\n",
        last(case)
    );
    to_contact(tx, service, format!("Case {id}: {subject}"), text, now)
}

/// To the contact.
pub(super) fn user_replied(
    tx: &Connection,
    case: &Case,
    service: &ServiceSection,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let Case { id, account, subject, .. } = case;
    let text = format!("A message came in.\n\nCase: {id}\nAccount: {account}\n\n{}\n", last(case));
    to_contact(tx, service, format!("Case {id}: {subject}"), text, now)
}

/// To the account.
pub(super) fn operator_replied(
    tx: &Connection,
    case: &Case,
    service: &ServiceSection,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let text =
        format!("Hello,\n\nthere is an answer to your case \"{}\" ({}):\n\n{}\n", case.subject, case.id, last(case));
    to_account(tx, case, service, text, now)
}

/// To the account: the outcome and the reason.
pub(super) fn decided(
    tx: &Connection,
    case: &Case,
    service: &ServiceSection,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let decision = case.decision.as_ref().expect("told after it was decided");
    let outcome = match decision.outcome {
        Outcome::Refused => "It is refused: our refund policy stands.".to_owned(),
        Outcome::CreditsRestored { credits, .. } => format!("{credits} credits are back in your account."),
        Outcome::MoneyReturned { amount_minor } => {
            let id = case.purchase.as_ref().ok_or_else(|| Error::NoPurchase(case.id.clone()))?;
            let purchase = payments::find(tx, id)?.ok_or_else(|| payments::Error::NoSuchPurchase(id.0.clone()))?;
            let amount = money::display(amount_minor, &purchase.package.currency);
            format!("{amount} go back to where they came from, and the credits that they bought with them.")
        }
    };
    let text = format!(
        "Hello,\n\nyour case \"{}\" ({}) is decided. {outcome}\n\nThe reason:\n\n{}\n",
        case.subject, case.id, decision.reason
    );
    to_account(tx, case, service, text, now)
}

fn last(case: &Case) -> &str {
    case.messages.last().map_or("", |message| &message.text)
}

fn to_contact(
    tx: &Connection,
    service: &ServiceSection,
    subject: String,
    text: String,
    now: OffsetDateTime,
) -> Result<(), Error> {
    Ok(mail::queue(tx, &NewMail { to: service.contact.clone(), subject: one_line(&subject), text }, now)?)
}

fn to_account(
    tx: &Connection,
    case: &Case,
    service: &ServiceSection,
    text: String,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let to = ledger::account(tx, &case.account)?.email;
    let subject = one_line(&format!("{}: your case \"{}\"", service.name, case.subject));
    Ok(mail::queue(tx, &NewMail { to, subject, text }, now)?)
}

/// A user's words in a header have no line ends.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
