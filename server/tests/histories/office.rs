//! What operators and users ask of the server beside the ledger: sales, refunds and cases.

use rusqlite::Connection;
use server::cases::{self, Author, CaseId, NewCase};
use server::configuration::Configuration;
use server::idempotency::KeyedRequest;
use server::ledger::Credits;
use server::payments::checkout::{self, CheckoutRequest};
use server::payments::refund_orders::{self, Ordered, RefundOrder};
use server::payments::{self, GatewayError, Provider};
use server::policy;
use time::OffsetDateTime;

use crate::model::{Answer, modulo};
use crate::real::{Failed, Real, numbered};
use crate::step::{About, Occasion, Reply, Verdict};

/// What everything is done with: the operator's configuration, and the time.
#[derive(Clone, Copy)]
pub struct Office<'a> {
    pub configuration: &'a Configuration,
    pub now: OffsetDateTime,
}

impl Real {
    pub fn buy(
        &mut self,
        tx: &Connection,
        (who, package, key): (usize, usize, Option<usize>),
        Office { configuration, now }: Office<'_>,
    ) -> Result<Answer, Failed> {
        let request = CheckoutRequest {
            account: self.accounts[who].clone(),
            package: configuration.packages[package].clone(),
            provider: Provider::Stripe,
            policy_sha256: policy::current(tx)?.expect("a policy is published").sha256,
            address: None,
            key: key.map(|key| KeyedRequest { key: key.to_string(), sha256: format!("{package:064x}") }),
        };
        let begun = checkout::begin(tx, &request, now)?;
        Ok(Answer::Purchase(numbered(&mut self.purchases, begun.purchase.id)))
    }

    pub fn sell(
        &mut self,
        tx: &Connection,
        (who, package, reference): (usize, usize, usize),
        Office { configuration, now }: Office<'_>,
    ) -> Result<Answer, Failed> {
        let package = &configuration.packages[package];
        let reference = format!("transfer {reference}");
        let purchase = payments::sell(tx, &self.accounts[who], package, &reference, configuration, now)?;
        numbered(&mut self.lots, purchase.lot.expect("what is sold by hand is paid"));
        Ok(Answer::Purchase(numbered(&mut self.purchases, purchase.id)))
    }

    /// As the till does it, in three transactions at most: written down, asked of the provider, and recorded.
    pub fn refund(
        &mut self,
        tx: &Connection,
        order: &RefundOrder,
        reply: Reply,
        Office { configuration, now }: Office<'_>,
    ) -> Result<Answer, Failed> {
        let (purchase, may_send) = match refund_orders::order(tx, order, now)? {
            Ordered::Before(purchase) => return Ok(Answer::Refunded(purchase.refunded_minor)),
            Ordered::ToDo(purchase) | Ordered::Again(purchase) => (purchase, true),
            Ordered::Disputed(purchase) => (purchase, false),
        };
        let fact = match refund_orders::by_hand(&purchase, order, now) {
            // Interrupted before he noted it.
            Some(_) if matches!(reply, Reply::Silent { .. }) => return Ok(Answer::Silence),
            Some(fact) => fact,
            None => match self.gateway.refund(&purchase, order, may_send, reply, now) {
                Ok(fact) => fact,
                Err(GatewayError::Unavailable { .. }) => return Ok(Answer::Silence),
                Err(_) => {
                    refund_orders::withdraw(tx, order)?;
                    return Ok(Answer::Declined);
                }
            },
        };
        let (purchase, effects) = refund_orders::settle(tx, order, purchase.provider, &fact, configuration, now)?;
        assert_eq!(effects, payments::Effects::default(), "a refund ends no account");
        Ok(purchase.map_or(Answer::Declined, |purchase| Answer::Refunded(purchase.refunded_minor)))
    }

    /// The order of a refund; none for a case that is not there.
    pub fn order(&self, purchase: usize, occasion: Occasion, amount_minor: i64) -> Option<RefundOrder> {
        let reference = match occasion {
            Occasion::Ticket(ticket) => format!("ticket {ticket}"),
            Occasion::Case(case) => self.cases.get(case)?.0.clone(),
        };
        Some(RefundOrder { purchase: self.purchases[purchase].clone(), amount_minor, reference })
    }

    pub fn open(
        &mut self,
        tx: &Connection,
        (who, key, text, about): (usize, Option<usize>, usize, About),
        Office { configuration, now }: Office<'_>,
    ) -> Result<Answer, Failed> {
        let account = &self.accounts[who];
        let key = key.map(|key| CaseId::of_key(account, &key.to_string()));
        let (mut generation, mut purchase) = (None, None);
        match about {
            About::Nothing => {}
            About::Generation(which) => generation = self.generation(which).cloned(),
            About::Purchase(which) => {
                purchase = modulo(which, self.purchases.len()).map(|number| self.purchases[number].clone());
            }
        }
        let new = NewCase {
            id: key.map_or_else(CaseId::random, Ok)?,
            account: account.clone(),
            subject: "A history".to_owned(),
            text: format!("text {text}"),
            generation,
            purchase,
        };
        let author = Author::Account(account.clone());
        let case = cases::open(tx, &new, &author, &configuration.service, now)?;
        Ok(Answer::Case(numbered(&mut self.cases, case.id)))
    }

    /// As the operator's command does it: money is sent before the decision is written.
    pub fn decide(
        &mut self,
        tx: &Connection,
        (number, verdict, reason): (usize, Verdict, usize),
        office: Office<'_>,
    ) -> Result<Answer, Failed> {
        let Office { configuration, now } = office;
        let id = self.cases[number].clone();
        let outcome = match verdict {
            Verdict::Refused => cases::Outcome::Refused,
            Verdict::Restored { credits, beyond_cost } => {
                cases::Outcome::CreditsRestored { credits: Credits(credits), beyond_cost }
            }
            Verdict::Returned { amount, .. } => cases::Outcome::MoneyReturned { amount_minor: amount },
        };
        let wanted = cases::Verdict { outcome, reason: format!("reason {reason}") };
        if let Verdict::Returned { amount, reply } = verdict
            && let Some(case) = cases::check_decidable(tx, &id, &wanted)?
        {
            let purchase = case.purchase.expect("a case without a purchase is refused");
            let order = RefundOrder { purchase, amount_minor: amount, reference: id.0.clone() };
            match self.refund(tx, &order, reply, office)? {
                Answer::Refunded(_) => {}
                not_sent => return Ok(not_sent),
            }
        }
        let (service, terms) = (&configuration.service, &configuration.credits.terms());
        let case = cases::decide(tx, &id, &wanted, "console:history", (service, terms), now)?;
        let lot = case.decision.expect("it was decided just now").lot;
        Ok(Answer::Verdict(lot.map(|lot| numbered(&mut self.lots, lot))))
    }
}
