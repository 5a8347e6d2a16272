//! A database with purchases, to which events are told in the order of a test.

use rusqlite::Connection;
use serde_json::Value;
use server::configuration::Configuration;
use server::database::Database;
use server::ledger::{self, AccountId, Balance, PurchaseId};
use server::payments::{self, Consent, Error, NewPurchase, Provider, Purchase, events};
use tempfile::TempDir;
use time::OffsetDateTime;

use crate::stripe_events::Story;

pub struct Bench {
    pub database: Database,
    pub configuration: Configuration,
    pub now: OffsetDateTime,
    _directory: TempDir,
}

impl Bench {
    pub fn new() -> Bench {
        let directory = tempfile::tempdir().expect("temporary directory");
        Bench {
            database: Database::open(&directory.path().join("ledger.sqlite3")).expect("open"),
            configuration: Configuration::load(None, directory.path()).expect("all defaults"),
            now: OffsetDateTime::from_unix_timestamp(1_761_955_200).expect("in range"),
            _directory: directory,
        }
    }

    pub fn write<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static) -> T {
        self.database.write_blocking(work).expect("the transaction")
    }

    pub fn account(&self, email: &str) -> AccountId {
        let (email, now) = (email.to_owned(), self.now);
        self.write(move |tx| Ok(ledger::create_account(tx, &email, now)?))
    }

    /// A purchase of Starter that nobody has paid.
    pub fn purchase(&self, account: &AccountId) -> (PurchaseId, Story) {
        let (account, configuration, now) = (account.clone(), self.configuration.clone(), self.now);
        self.write(move |tx| purchase(tx, &account, &configuration, now))
    }

    /// An event comes in, and is processed.
    pub fn tell(&self, event: &Value) {
        let body = serde_json::to_vec(event).expect("JSON");
        let (configuration, now) = (self.configuration.clone(), self.now);
        self.write(move |tx| tell(tx, &body, &configuration, now));
    }

    pub fn find(&self, id: &PurchaseId) -> Purchase {
        let id = id.clone();
        self.write(move |tx| payments::find(tx, &id)).expect("there")
    }

    pub fn balance(&self, account: &AccountId) -> Balance {
        let (account, now) = (account.clone(), self.now);
        self.write(move |tx| Ok(ledger::balance(tx, &account, now)?))
    }

    pub fn terminated(&self, account: &AccountId) -> bool {
        let account = account.clone();
        self.write(move |tx| Ok(ledger::account(tx, &account)?.terminated_at.is_some()))
    }

    pub fn outcomes(&self) -> Vec<(String, Option<events::Outcome>)> {
        let events = self.write(|tx| events::events(tx, &events::Selection::default()));
        events.into_iter().map(|event| (event.id, event.outcome)).collect()
    }

    #[track_caller]
    pub fn audit(&self) {
        let report = self.write(|tx| Ok(ledger::audit(tx, &[])?));
        assert_eq!(report.disagreements, Vec::<String>::new());
    }
}

/// A purchase of Starter that nobody has paid.
pub fn purchase(
    tx: &Connection,
    account: &AccountId,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<(PurchaseId, Story), Error> {
    let id = PurchaseId::random()?;
    let new = NewPurchase {
        id: id.clone(),
        account: account.clone(),
        package: configuration.package("starter").expect("for sale").clone(),
        provider: Provider::Stripe,
        consent: Consent { policy_number: 1, policy_sha256: "0".repeat(64), address: Some("192.0.2.1".to_owned()) },
    };
    payments::create(tx, &new, now)?;
    let story = story(&id.0);
    Ok((id, story))
}

/// The events of a purchase that no provider made a session for.
pub fn story(purchase: &str) -> Story {
    Story { purchase: purchase.to_owned(), session: format!("cs_{purchase}"), payment: format!("pi_{purchase}") }
}

/// Stores an event and processes all that waits, as the server does.
pub fn tell(tx: &Connection, body: &[u8], configuration: &Configuration, now: OffsetDateTime) -> Result<(), Error> {
    let id = payments::stripe::event::id(body).expect("an event");
    events::store(tx, Provider::Stripe, &id, body, now)?;
    while let Some(event) = events::waiting(tx, events::EventNumber::NONE)? {
        let effects = events::process(tx, event, configuration, now)?;
        assert_eq!(effects, payments::Effects::default(), "nothing was in the queue");
    }
    Ok(())
}
