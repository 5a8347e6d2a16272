//! Through CUDA, launches included, which the length of a measured piece hides. In f32 whatever the precision: products of 16-bit
//! formats run on tensor cores, which this does not cover.

use super::fastest;
use crate::{
    Error,
    cuda::{Buffer, Cuda, launches},
};

/// Bytes of each side of the copy: more than any device's cache.
const COPIED_BYTES: u64 = 512 << 20;

/// Operations in a second.
pub(super) fn multiply_add(cuda: &Cuda) -> Result<f64, Error> {
    let result = Buffer::new(cuda, 4 * 256)?;
    fastest(|rounds| {
        let (launch, operations) = launches::multiply_add(rounds as usize, result.memory());
        cuda.launch(&launch)?;
        cuda.finish()?;
        Ok(operations as f64)
    })
}

/// Bytes read and written in a second.
pub(super) fn copy(cuda: &Cuda) -> Result<f64, Error> {
    let (from, to) = (Buffer::new(cuda, COPIED_BYTES)?, Buffer::new(cuda, COPIED_BYTES)?);
    fastest(|rounds| {
        for _ in 0..rounds {
            from.copy_to(cuda, &to)?;
        }
        cuda.finish()?;
        Ok((2 * COPIED_BYTES * rounds) as f64)
    })
}
