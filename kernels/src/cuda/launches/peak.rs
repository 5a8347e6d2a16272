//! A loop that does nothing but multiply and add.

use super::super::launch::{Argument, Launch, int};

/// Threads of a block.
const THREADS: u32 = 256;
/// Blocks: several on every multiprocessor of the largest devices.
const BLOCKS: u32 = 4096;
/// Multiplications with additions of a thread in a round.
const SUMS: u64 = 16;

/// `rounds` rounds, and how many operations they are; `result [256]` is never written.
pub fn multiply_add<B>(rounds: usize, result: &B) -> (Launch<'_, B>, u64) {
    let launch = Launch {
        kernel: "peak_multiply_add".to_owned(),
        grid: [BLOCKS, 1],
        threads: THREADS,
        shared_bytes: 0,
        arguments: vec![
            Argument::Int(int(rounds)),
            Argument::Float(0.999),
            Argument::Float(0.001),
            Argument::Float(-1000.0),
            Argument::Address(result, 0),
        ],
    };
    (launch, 2 * SUMS * rounds as u64 * u64::from(BLOCKS * THREADS))
}
