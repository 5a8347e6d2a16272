//! The till: takes checkouts, events and refunds at work, and tells those who run generations what came of them.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use time::OffsetDateTime;
use tokio::sync::Notify;

use super::checkout::{self, Begun, CheckoutRequest};
use super::events::{self, Event, EventNumber, Selection};
use super::refund_orders::{self, Ordered, RefundOrder};
use super::{Effects, Error, Gateway, GatewayError, Provider, Purchase};
use crate::blocking;
use crate::configuration::Configuration;
use crate::database::Database;
use crate::jobs::Jobs;
use crate::ledger;

/// How often events are looked at that could not be processed when they came (a full disk).
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// What takes money, or rather hears of it.
pub struct Till {
    database: Database,
    configuration: Arc<Configuration>,
    gateway: Arc<Gateway>,
    /// What runs generations; none where no server runs.
    jobs: Option<Arc<Jobs>>,
    arrived: Notify,
}

impl Till {
    /// With the providers of the configuration.
    pub fn new(database: Database, configuration: Arc<Configuration>, jobs: Option<Arc<Jobs>>) -> Till {
        let gateway = Arc::new(Gateway::new(Arc::clone(&configuration)));
        Till { database, configuration, gateway, jobs, arrived: Notify::new() }
    }

    /// [`Gateway::provider`].
    #[must_use]
    pub fn provider(&self, asked: Option<Provider>) -> Option<Provider> {
        self.gateway.provider(asked)
    }

    /// Begins a purchase and makes the page where it is paid. One that was begun before and has no page yet gets it now: its
    /// provider did not answer then.
    ///
    /// # Errors
    /// As [`checkout::begin`]; [`Error::Gateway`].
    pub async fn check_out(&self, request: CheckoutRequest) -> Result<Begun, Error> {
        let now = OffsetDateTime::now_utc();
        let begin = move |tx: &Connection| {
            let begun = checkout::begin(tx, &request, now)?;
            let email = ledger::account(tx, &request.account)?.email;
            Ok::<_, Error>((begun, email))
        };
        let (begun, email) = self.database.write(begin).await?;
        if begun.purchase.url.is_some() {
            return Ok(begun);
        }
        let (gateway, purchase) = (Arc::clone(&self.gateway), begun.purchase);
        let (id, session) = blocking::run(move || {
            let session = gateway.create_session(&purchase, &email)?;
            Ok::<_, Error>((purchase.id, session))
        })
        .await?;
        let configuration = Arc::clone(&self.configuration);
        let attach =
            move |tx: &Connection| checkout::attach(tx, &id, &session, &configuration, OffsetDateTime::now_utc());
        let (purchase, effects) = self.database.write(attach).await?;
        self.tell(&effects);
        Ok(Begun { purchase, replayed: begun.replayed })
    }

    /// Stores an event whose signature was right; [`Till::run`] processes it.
    ///
    /// # Errors
    /// [`Error::Database`]: then the provider must send it again.
    pub async fn receive(&self, provider: Provider, id: String, body: Vec<u8>) -> Result<(), Error> {
        let now = OffsetDateTime::now_utc();
        self.database.write(move |tx| events::store(tx, provider, &id, &body, now)).await?;
        self.arrived.notify_one();
        Ok(())
    }

    /// Processes events as they come, and first those that the last server left, until dropped. One that cannot be processed now
    /// is tried again, and holds no other up.
    pub async fn run(&self) {
        loop {
            if self.process_waiting().await {
                self.arrived.notified().await;
            } else {
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        }
    }

    /// Processes all that waits, oldest first; whether all could be.
    async fn process_waiting(&self) -> bool {
        let (mut after, mut all) = (EventNumber::NONE, true);
        loop {
            let event = match self.database.read(move |tx| events::waiting(tx, after)).await {
                Ok(Some(event)) => event,
                Ok(None) => return all,
                Err(error) => {
                    tracing::error!(%error, "events of payment providers cannot be read; tried again");
                    return false;
                }
            };
            if let Err(error) = self.process(event).await {
                tracing::error!(%error, event = event.0, "an event of a payment provider cannot be processed; tried again");
                all = false;
            }
            after = event;
        }
    }

    async fn process(&self, event: EventNumber) -> Result<(), Error> {
        let configuration = Arc::clone(&self.configuration);
        let process = move |tx: &Connection| events::process(tx, event, &configuration, OffsetDateTime::now_utc());
        let effects = self.database.write(process).await?;
        self.tell(&effects);
        Ok(())
    }

    /// Processes stored events once more, all or some; what came of each. What was right stays as it is.
    ///
    /// # Errors
    /// [`Error::NoSuchEvent`] when one was asked for that is not here.
    pub async fn replay(
        &self,
        selection: Selection,
        record: impl FnOnce(&Connection) -> Result<(), ledger::Error> + Send + 'static,
    ) -> Result<Vec<Event>, Error> {
        let chosen = selection.clone();
        let find = move |tx: &Connection| {
            record(tx)?;
            events::events(tx, &chosen)
        };
        let chosen = self.database.write(find).await?;
        if let (Some(id), true) = (&selection.id, chosen.is_empty()) {
            return Err(Error::NoSuchEvent(id.clone()));
        }
        // One transaction an event: a long replay beside a server at work holds nobody up.
        for event in chosen {
            self.process(event.number).await?;
        }
        self.database.read(move |tx| events::events(tx, &selection)).await
    }

    /// Sends money back through the purchase's provider, and takes the credits with it; the purchase afterwards. `record` is
    /// done in the transaction that writes the order down.
    ///
    /// # Errors
    /// As [`refund_orders::order`]; [`Error::Gateway`], and the same order may be given again, also when its refund failed.
    pub async fn refund(
        &self,
        order: RefundOrder,
        record: impl FnOnce(&Connection) -> Result<(), Error> + Send + 'static,
    ) -> Result<Purchase, Error> {
        let now = OffsetDateTime::now_utc();
        let ordered = order.clone();
        let write_down = move |tx: &Connection| {
            record(tx)?;
            refund_orders::order(tx, &ordered, now)
        };
        let ordered = self.database.write(write_down).await?;
        let purchase = match &ordered {
            Ordered::Before(purchase) => return Ok(purchase.clone()),
            Ordered::ToDo(purchase) | Ordered::Again(purchase) | Ordered::Disputed(purchase) => purchase,
        };
        let provider = purchase.provider;
        let fact = match refund_orders::by_hand(purchase, &order, now) {
            Some(fact) => fact,
            None => {
                let (gateway, amount_minor, key) = (Arc::clone(&self.gateway), order.amount_minor, order.key());
                let before = !matches!(ordered, Ordered::ToDo(_));
                let ask = move || match &ordered {
                    Ordered::Disputed(purchase) => gateway.made_refund(purchase, &key),
                    Ordered::Again(purchase) => gateway.refund(purchase, amount_minor, &key, true).map(Some),
                    Ordered::ToDo(purchase) | Ordered::Before(purchase) => {
                        gateway.refund(purchase, amount_minor, &key, false).map(Some)
                    }
                };
                match blocking::run(ask).await {
                    Ok(Some(fact)) => fact,
                    // The money may be gone, and the order stands until the provider says what it did.
                    Err(error @ GatewayError::Unavailable { .. }) => return Err(error.into()),
                    Err(error @ GatewayError::NotConfigured(_)) if before => return Err(error.into()),
                    nothing => {
                        let purchase = order.purchase.clone();
                        self.database.write(move |tx| refund_orders::withdraw(tx, &order)).await?;
                        return Err(nothing.map_or_else(Error::from, |_| refund_orders::disputed(&purchase)));
                    }
                }
            }
        };
        let configuration = Arc::clone(&self.configuration);
        let settle = move |tx: &Connection| {
            refund_orders::settle(tx, &order, provider, &fact, &configuration, OffsetDateTime::now_utc())
        };
        let (purchase, effects) = self.database.write(settle).await?;
        self.tell(&effects);
        purchase.ok_or_else(|| {
            let cause = "the refund that it made failed, and no money went; ordered again, it is tried anew".to_owned();
            GatewayError::Refused { provider, cause }.into()
        })
    }

    fn tell(&self, effects: &Effects) {
        if let Some(jobs) = &self.jobs {
            jobs.ended_with_account(&effects.canceled, &effects.running);
        }
    }
}
