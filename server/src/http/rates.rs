//! How many requests are answered of one key and from one address. Who sends more is told when to come back.
//!
//! The generic cell rate algorithm (ITU-T I.371, annex A), from the crate `governor`: one time stamp a key.

use std::{
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use hyper::StatusCode;

use super::problem::Problem;
use crate::{configuration::RateSection, ledger::KeyId};

/// Whoever was not heard of for long enough is forgotten once in so many requests.
const FORGET_AFTER: u32 = 4096;

/// The limits, and who is near them.
pub struct Rates {
    keys: Option<Limiter<String>>,
    addresses: Option<Limiter<IpAddr>>,
}

struct Limiter<K: Hash + Eq + Clone> {
    inner: DefaultKeyedRateLimiter<K>,
    asked: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    fn new((per_second, burst): (NonZeroU32, NonZeroU32)) -> Limiter<K> {
        let inner = RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst));
        Limiter { inner, asked: AtomicU32::new(0) }
    }

    fn check(&self, key: &K, whose: &str) -> Result<(), Problem> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER == FORGET_AFTER - 1 {
            self.inner.retain_recent();
        }
        self.inner.check_key(key).map_err(|early| {
            let wait = early.wait_time_from(self.inner.clock().now());
            let detail = format!("too many requests {whose}; nothing was charged. Send it again a little later");
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", detail).retry_after(wait)
        })
    }
}

impl Rates {
    /// As configured.
    #[must_use]
    pub fn new(section: &RateSection) -> Rates {
        Rates { keys: section.of_key().map(Limiter::new), addresses: section.of_address().map(Limiter::new) }
    }

    /// Counts a request with this key.
    ///
    /// # Errors
    /// 429 beyond the limit.
    pub(super) fn count_key(&self, key: &KeyId) -> Result<(), Problem> {
        self.keys.as_ref().map_or(Ok(()), |keys| keys.check(&key.0, "with this API key"))
    }

    /// Counts a request from this address.
    ///
    /// # Errors
    /// 429 beyond the limit.
    pub(super) fn count_address(&self, address: IpAddr) -> Result<(), Problem> {
        self.addresses.as_ref().map_or(Ok(()), |all| all.check(&neighbourhood(address), "from this address"))
    }
}

/// What one customer of a network has to himself: an IPv4 address, or the /64 of an IPv6 one (RFC 6177).
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(per_second: u32, burst: u32) -> Rates {
        Rates::new(&RateSection { address_per_second: per_second, address_burst: burst, ..RateSection::default() })
    }

    #[test]
    fn one_customer_of_a_network_is_counted_once_and_others_are_not_his_fault() {
        let rates = rates(1, 2);
        let count = |address: &str| rates.count_address(address.parse().expect("an address")).is_ok();
        assert_eq!([count("2001:db8::1"), count("2001:db8::2:3"), count("2001:db8::4")], [true, true, false]);
        assert!(count("2001:db8:0:1::1"));
        assert_eq!([count("203.0.113.1"), count("::ffff:203.0.113.1"), count("203.0.113.1")], [true, true, false]);
        assert!(count("203.0.113.2"));
    }

    #[test]
    fn those_who_are_not_heard_of_any_more_are_forgotten() {
        let rates = rates(1_000_000, 1);
        for bits in 0..2 * FORGET_AFTER {
            rates.count_address(IpAddr::V4(bits.into())).expect("his first");
        }
        let addresses = rates.addresses.expect("a limit");
        assert!(addresses.inner.len() < 2 * FORGET_AFTER as usize, "{}", addresses.inner.len());
    }
}
