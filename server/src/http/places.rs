//! Places for uploads: so many in memory together, and so many of one account, whoever else waits.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use crate::ledger::AccountId;

/// Places for uploads.
#[derive(Debug)]
pub struct Places {
    all: Semaphore,
    /// The most that one account has.
    each: usize,
    accounts: Mutex<HashMap<AccountId, Line>>,
}

/// One account's uploads.
#[derive(Debug)]
struct Line {
    places: Arc<Semaphore>,
    /// Uploads that have a place or wait for one.
    length: usize,
}

/// An upload's place; it is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place<'a> {
    _own: OwnedSemaphorePermit,
    _one: SemaphorePermit<'a>,
    _in_line: InLine<'a>,
}

/// Keeps an account's line while one of its uploads stands in it.
#[derive(Debug)]
struct InLine<'a> {
    places: &'a Places,
    account: AccountId,
}

impl Places {
    /// `all` places, `each` of which one account may have at the same time.
    #[must_use]
    pub fn new(all: usize, each: usize) -> Places {
        Places { all: Semaphore::new(all), each, accounts: Mutex::default() }
    }

    /// Waits for a place.
    ///
    /// # Panics
    /// Never: no semaphore is closed.
    pub(super) async fn take(&self, account: &AccountId) -> Place<'_> {
        let (own, in_line) = self.line_up(account);
        // The account's own limit first: who waits for that has none of the places of all.
        let own = own.acquire_owned().await.expect("the semaphore is never closed");
        let one = self.all.acquire().await.expect("the semaphore is never closed");
        Place { _own: own, _one: one, _in_line: in_line }
    }

    fn line_up(&self, account: &AccountId) -> (Arc<Semaphore>, InLine<'_>) {
        let mut accounts = self.accounts();
        let line = accounts
            .entry(account.clone())
            .or_insert_with(|| Line { places: Arc::new(Semaphore::new(self.each)), length: 0 });
        line.length += 1;
        (Arc::clone(&line.places), InLine { places: self, account: account.clone() })
    }

    fn accounts(&self) -> MutexGuard<'_, HashMap<AccountId, Line>> {
        // Nothing panics half-way through a change.
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for InLine<'_> {
    fn drop(&mut self) {
        let mut accounts = self.places.accounts();
        if let Some(line) = accounts.get_mut(&self.account) {
            line.length -= 1;
            if line.length == 0 {
                accounts.remove(&self.account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn one_account_leaves_places_to_others_and_who_leaves_is_forgotten() {
        let places = Places::new(3, 2);
        let [one, other] = ["acct_1", "acct_2"].map(|id| AccountId(id.to_owned()));
        let now = async |account| timeout(Duration::from_millis(50), places.take(account)).await.ok();
        let (first, second) = (now(&one).await.expect("first"), now(&one).await.expect("second"));
        assert!(now(&one).await.is_none(), "a third of three");
        let third = now(&other).await.expect("left for the other");
        assert!(now(&other).await.is_none(), "there are three");
        drop(first);
        let again = now(&other).await.expect("there is room again");
        drop((second, third, again));
        assert!(places.accounts().is_empty());
    }
}
