//! What waits for the worker, bounded; a place is taken before anything is created, so that a full queue costs nothing.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::{Notify, watch};

use crate::generations::{GenerationId, Progress, State};

/// A generation that has not ended, for those who watch it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snapshot {
    /// Where it stands.
    pub state: State,
    /// How far it is.
    pub progress: Progress,
}

pub(super) struct Live {
    pub(super) snapshot: watch::Sender<Snapshot>,
    pub(super) cancel: Arc<Notify>,
}

/// How full the line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QueueLength {
    /// Generations that wait.
    pub waiting: usize,
    /// How many may.
    pub capacity: usize,
    /// In the worker.
    pub running: usize,
}

/// Why there is no place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full;

/// The waiting line and everybody in it or in the worker. Plain data: the caller keeps it behind a lock.
pub(super) struct Queue {
    capacity: usize,
    reserved: usize,
    waiting: VecDeque<GenerationId>,
    live: HashMap<GenerationId, Live>,
}

impl Queue {
    pub(super) fn new(capacity: usize) -> Queue {
        Queue { capacity, reserved: 0, waiting: VecDeque::new(), live: HashMap::new() }
    }

    /// Generations that wait, without places that are only reserved.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn length(&self) -> QueueLength {
        let running = self.live.len() - self.waiting.len() - self.reserved;
        QueueLength { waiting: self.waiting.len(), capacity: self.capacity, running }
    }

    /// Takes a place for a generation that is about to be created; it can be watched from now on.
    pub(super) fn reserve(&mut self, id: &GenerationId) -> Result<(), Full> {
        if self.waiting.len() + self.reserved >= self.capacity {
            return Err(Full);
        }
        self.reserved += 1;
        self.insert_live(id);
        Ok(())
    }

    /// Gives the place of a generation back that was not created.
    pub(super) fn release(&mut self, id: &GenerationId) {
        self.reserved -= 1;
        self.live.remove(id);
    }

    /// Turns a reserved place into one in the line.
    pub(super) fn enqueue(&mut self, id: GenerationId) {
        self.reserved -= 1;
        self.waiting.push_back(id);
    }

    /// Puts back what waited when the last server ended, whatever the capacity.
    pub(super) fn restore(&mut self, id: GenerationId) {
        self.insert_live(&id);
        self.waiting.push_back(id);
    }

    /// The next one for the worker.
    pub(super) fn pop(&mut self) -> Option<GenerationId> {
        self.waiting.pop_front()
    }

    /// Takes a generation out of the line; whether it was there.
    pub(super) fn remove_waiting(&mut self, id: &GenerationId) -> bool {
        let place = self.waiting.iter().position(|waiting| waiting == id);
        place.is_some_and(|place| self.waiting.remove(place).is_some())
    }

    /// Puts a generation back that could not leave the line after all.
    pub(super) fn put_back(&mut self, id: GenerationId) {
        self.waiting.push_front(id);
    }

    pub(super) fn live(&self, id: &GenerationId) -> Option<&Live> {
        self.live.get(id)
    }

    /// Tells everybody who watches that a generation ended, and forgets it.
    pub(super) fn end(&mut self, id: &GenerationId, snapshot: Snapshot) {
        if let Some(live) = self.live.remove(id) {
            live.snapshot.send_replace(snapshot);
        }
    }

    fn insert_live(&mut self, id: &GenerationId) {
        let snapshot = watch::Sender::new(Snapshot { state: State::Queued, progress: Progress::NONE });
        self.live.insert(id.clone(), Live { snapshot, cancel: Arc::new(Notify::new()) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_taken_from_the_reservation_on() {
        let ids: Vec<_> = (0..4).map(|_| GenerationId::random()).collect();
        let mut queue = Queue::new(2);
        queue.reserve(&ids[0]).expect("first");
        queue.reserve(&ids[1]).expect("second");
        assert_eq!(queue.reserve(&ids[2]), Err(Full));
        queue.release(&ids[1]);
        assert!(queue.live(&ids[1]).is_none());
        queue.reserve(&ids[2]).expect("the place given back");
        queue.enqueue(ids[2].clone());
        queue.enqueue(ids[0].clone());
        assert_eq!(queue.reserve(&ids[3]), Err(Full));
        assert_eq!(queue.length(), QueueLength { waiting: 2, capacity: 2, running: 0 });
        assert_eq!(queue.pop(), Some(ids[2].clone()));
        assert_eq!(queue.length(), QueueLength { waiting: 1, capacity: 2, running: 1 });
        queue.reserve(&ids[3]).expect("the worker took one");
    }

    #[test]
    fn watchers_hear_the_end() {
        let id = GenerationId::random();
        let mut queue = Queue::new(1);
        queue.restore(id.clone());
        let watcher = queue.live(&id).expect("live").snapshot.subscribe();
        assert!(queue.remove_waiting(&id));
        assert!(!queue.remove_waiting(&id));
        queue.end(&id, Snapshot { state: State::Canceled, progress: Progress::NONE });
        assert_eq!(watcher.borrow().state, State::Canceled);
        assert!(queue.live(&id).is_none());
    }
}
