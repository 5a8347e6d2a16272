//! Who has how many connections open.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Open connections by address.
#[derive(Debug, Clone, Default)]
pub(super) struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection; it is counted until this is dropped.
#[derive(Debug)]
pub(super) struct Member {
    crowd: Crowd,
    address: IpAddr,
}

impl Crowd {
    /// Counts one more from `address`; `None` when it has `most` already.
    pub(super) fn admit(&self, address: IpAddr, most: usize) -> Option<Member> {
        let address = address.to_canonical();
        let mut open = self.open();
        let count = open.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        drop(open);
        Some(Member { crowd: self.clone(), address })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Nothing panics half-way through a change.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        let mut open = self.crowd.open();
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_leaves_makes_room_and_is_forgotten() {
        let crowd = Crowd::default();
        let [one, other] = ["203.0.113.1", "::1"].map(|address| address.parse::<IpAddr>().expect("an address"));
        let members = [crowd.admit(one, 2).expect("first"), crowd.admit(one, 2).expect("second")];
        assert!(crowd.admit(one, 2).is_none() && crowd.admit("::ffff:203.0.113.1".parse().expect("v4"), 2).is_none());
        crowd.admit(other, 2).expect("not his fault");
        drop(members);
        assert!(crowd.open().is_empty());
    }
}
