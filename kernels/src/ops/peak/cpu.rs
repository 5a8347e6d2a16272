//! On all cores, with the widest vectors.

use std::{hint::black_box, time::Instant};

use rayon::prelude::*;

use super::PIECES;
use crate::cpu::simd::{Isa, Kernel, MAX_LANES, Simd};

/// Bytes of each side of the copy.
const COPIED_BYTES: usize = 256 << 20;
/// Bytes that a thread copies at once.
const CHUNK_BYTES: usize = 1 << 20;

/// Multiplications with additions on every core; returns the operations done.
pub(super) fn multiply_add(isa: Isa, rounds: u64) -> f64 {
    struct Loop(u64);
    impl Kernel for Loop {
        type Output = f64;
        #[inline(always)]
        fn run<S: Simd>(self, simd: S) -> f64 {
            // Sums that are independent of each other: more than the latency of a multiplication times those begun in a cycle,
            // and fewer than the registers, which AVX-512 has 32 of and AVX2 16.
            if S::LANES == MAX_LANES { sums::<S, 24>(simd, self.0) } else { sums::<S, 12>(simd, self.0) }
        }
    }
    rayon::broadcast(|_| isa.run(Loop(rounds))).iter().sum()
}

#[inline(always)]
fn sums<S: Simd, const SUMS: usize>(simd: S, rounds: u64) -> f64 {
    const STEPS: u64 = 1 << 16;
    let (a, b) = (simd.splat(black_box(0.5)), simd.splat(black_box(0.25)));
    let mut sums = [simd.splat(black_box(0.0)); SUMS];
    for _ in 0..rounds * STEPS {
        for sum in &mut sums {
            *sum = simd.dot(a, b, *sum);
        }
    }
    let mut total = 0.0;
    for sum in sums {
        total += simd.sum(sum);
    }
    black_box(total);
    (2 * rounds * STEPS * (SUMS * S::LANES * S::DEPTH) as u64) as f64
}

/// Bytes read and written in a second. The write reads its lines first where the processor does not avoid that; those bytes
/// are not counted.
pub(super) fn copy() -> f64 {
    let from = vec![1_u8; COPIED_BYTES];
    let mut to = vec![0_u8; COPIED_BYTES];
    let mut best = 0.0_f64;
    // The first one pays for the pages.
    for _ in 0..=PIECES {
        let began = Instant::now();
        to.par_chunks_mut(CHUNK_BYTES)
            .zip(from.par_chunks(CHUNK_BYTES))
            .for_each(|(to, from)| to.copy_from_slice(from));
        best = best.max(2.0 * COPIED_BYTES as f64 / began.elapsed().as_secs_f64());
        black_box(&to);
    }
    best
}
