//! How fast a device is at best, measured: what the figures of a benchmark are held against.
//!
//! Arithmetic is a loop of multiplications with additions in registers, in the number format of products. Memory is a copy
//! that no cache holds. Units that multiply whole tiles (cooperative matrices, tensor cores) are not covered: what uses them
//! may do more operations a second than this.

mod cpu;
#[cfg(feature = "cuda")]
mod cuda;
mod webgpu;

use std::time::{Duration, Instant};

use crate::{Error, compute::Compute, device::Device};

/// How long a measured piece of work takes at least: clocks and launches then say little.
const MEASURED: Duration = Duration::from_millis(40);
/// Pieces of work measured, of which the fastest counts: nothing makes a device faster than it is.
const PIECES: u32 = 10;

/// What a device does in a second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Floating-point operations outside of units for whole tiles; a multiplication with its addition is two.
    pub operations_per_s: f64,
    /// Bytes of memory read and written.
    pub bytes_per_s: f64,
}

/// Measures the device of `compute`, in the number format of its products; takes about a second.
///
/// # Errors
/// [`Error::Device`] when the device fails, or has no memory for the copy.
pub fn measure(compute: &Compute) -> Result<Peak, Error> {
    match compute.device() {
        Device::Cpu => Ok(Peak {
            operations_per_s: fastest(|rounds| Ok(cpu::multiply_add(compute.isa()?, rounds)))?,
            bytes_per_s: cpu::copy(),
        }),
        Device::WebGpu(gpu) => Ok(Peak {
            operations_per_s: webgpu::multiply_add(gpu, compute.precision())?,
            bytes_per_s: webgpu::copy(gpu)?,
        }),
        #[cfg(feature = "cuda")]
        Device::Cuda(cuda) => Ok(Peak { operations_per_s: cuda::multiply_add(cuda)?, bytes_per_s: cuda::copy(cuda)? }),
    }
}

/// The best rate of `work`, which is told how many rounds to do and returns what it has done.
fn fastest(mut work: impl FnMut(u64) -> Result<f64, Error>) -> Result<f64, Error> {
    let mut timed = |rounds| {
        let began = Instant::now();
        work(rounds).map(|done| (done, began.elapsed()))
    };
    // The first call also pays for what is made once.
    timed(1)?;
    let mut rounds = 1;
    while timed(rounds)?.1 < MEASURED {
        rounds *= 2;
    }
    let mut best = 0.0_f64;
    for _ in 0..PIECES {
        let (done, time) = timed(rounds)?;
        best = best.max(done / time.as_secs_f64());
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        precision::Precision,
        webgpu::{Configuration, WebGpu, adapters},
    };

    /// Bounds that any computer is within: a loop that was optimised away, or a unit that is wrong, is not.
    fn assert_plausible(peak: Peak, what: &str) {
        assert!((1e8..1e15).contains(&peak.operations_per_s), "{what}: {peak:?}");
        assert!((1e8..2e13).contains(&peak.bytes_per_s), "{what}: {peak:?}");
    }

    #[test]
    fn a_processors_rates_are_plausible() {
        assert_plausible(measure(&Compute::cpu()).unwrap(), "cpu");
    }

    #[test]
    fn an_adapters_rates_are_plausible() {
        let adapters = adapters();
        if adapters.is_empty() {
            assert!(std::env::var_os("CI").is_none(), "no adapter, and CI has to have one");
            eprintln!("not run: no driver for Vulkan or Metal shows an adapter");
        }
        for adapter in adapters {
            let device = Device::WebGpu(WebGpu::open(&adapter, &Configuration::default()).unwrap());
            for precision in [Precision::F32, Precision::F16] {
                match Compute::new(device.clone(), precision) {
                    Ok(compute) => assert_plausible(measure(&compute).unwrap(), &format!("{device} {precision}")),
                    Err(error) => eprintln!("not run: {error}"),
                }
            }
        }
    }
}
