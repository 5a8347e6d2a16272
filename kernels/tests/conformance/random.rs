//! Values and sizes from a seed.

use std::sync::OnceLock;

/// The run's seed: `CONFORMANCE_SEED`, or another one each time.
pub fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| match std::env::var("CONFORMANCE_SEED") {
        Ok(seed) => seed.parse().expect("CONFORMANCE_SEED is a number"),
        Err(_) => {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            now.expect("the clock is past 1970").subsec_nanos().into()
        }
    })
}

/// A linear congruential generator (Knuth, TAOCP 3.3.4).
pub struct Random(u64);

impl Random {
    /// The `stream`-th sequence of the run.
    pub fn new(stream: u64) -> Random {
        let mut random = Random((seed() << 16) ^ stream);
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// In -1..1.
    pub fn value(&mut self) -> f32 {
        (self.next() >> 7) as f32 / (1 << 23) as f32 - 1.0
    }

    pub fn values(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.value()).collect()
    }

    /// In 1..=most.
    pub fn size(&mut self, most: usize) -> usize {
        1 + self.next() as usize % most
    }
}

/// Fails unless the relative L2 distance is within `tolerance`, and every value a number.
pub fn assert_close(actual: &[f32], expected: &[f64], tolerance: f64, what: &str) {
    let seed = seed();
    assert_eq!(actual.len(), expected.len(), "{what}, seed {seed}");
    let distance: f64 = actual.iter().zip(expected).map(|(&a, e)| (f64::from(a) - e).powi(2)).sum::<f64>().sqrt();
    let norm = expected.iter().map(|e| e * e).sum::<f64>().sqrt();
    let relative = if norm > 0.0 { distance / norm } else { distance };
    // Written so that what is no number fails.
    let is_close = relative <= tolerance;
    assert!(is_close, "{what}, seed {seed}: relative L2 {relative:e} > {tolerance:e}");
}
