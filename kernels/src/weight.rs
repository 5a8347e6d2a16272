//! A network's weights: read where they lie, in a mapped file, in the format that they are stored in.

use std::{fmt, ops::Range, sync::Arc};

use half::slice::HalfFloatSliceExt;
use rayon::prelude::*;

use crate::{Error, device::Device, tensor::Tensor};

/// How a weight's values are stored; little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// IEEE binary32.
    F32,
    /// IEEE binary16.
    F16,
    /// bfloat16.
    Bf16,
}

impl Format {
    /// Bytes of a value.
    pub fn size(self) -> usize {
        match self {
            Format::F32 => 4,
            Format::F16 | Format::Bf16 => 2,
        }
    }
}

/// What holds the bytes: a mapped file, or memory.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A named tensor of weights.
#[derive(Clone)]
pub struct Weight {
    name: String,
    format: Format,
    shape: Vec<usize>,
    bytes: Bytes,
    range: Range<usize>,
}

impl Weight {
    /// The weight whose values are the bytes in `range`, row-major.
    ///
    /// # Panics
    /// When the range lies outside or is not as long as the shape says: a loader checks its file first.
    pub fn new(name: &str, format: Format, shape: &[usize], bytes: Bytes, range: Range<usize>) -> Weight {
        let size = shape.iter().product::<usize>() * format.size();
        assert_eq!(range.len(), size, "{name}: {shape:?} of {format:?}");
        assert!(range.end <= (*bytes).as_ref().len(), "{name}: {range:?} is outside");
        Weight { name: name.to_owned(), format, shape: shape.to_vec(), bytes, range }
    }

    /// A weight of values in memory.
    ///
    /// # Panics
    /// When the shape has not as many values.
    pub fn from_values(name: &str, shape: &[usize], values: &[f32]) -> Weight {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let range = 0..bytes.len();
        Weight::new(name, Format::F32, shape, Arc::new(bytes), range)
    }

    /// Its name in the checkpoint.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Values along each axis.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// How many values it has.
    pub fn count(&self) -> usize {
        self.range.len() / self.format.size()
    }

    /// The same values in another shape.
    ///
    /// # Panics
    /// When the shape has not as many values.
    pub fn reshaped(&self, shape: &[usize]) -> Weight {
        Weight::new(&self.name, self.format, shape, Arc::clone(&self.bytes), self.range.clone())
    }

    /// Writes the values from the `start`-th on, as many as there is room for.
    ///
    /// # Panics
    /// When there are fewer.
    pub fn read(&self, start: usize, out: &mut [f32]) {
        let size = self.format.size();
        let bytes = &(*self.bytes).as_ref()[self.range.clone()][start * size..][..out.len() * size];
        match self.format {
            Format::F32 => {
                for (value, bytes) in out.iter_mut().zip(bytes.as_chunks().0) {
                    *value = f32::from_le_bytes(*bytes);
                }
            }
            Format::Bf16 => {
                for (value, bytes) in out.iter_mut().zip(bytes.as_chunks().0) {
                    *value = f32::from_bits(u32::from(u16::from_le_bytes(*bytes)) << 16);
                }
            }
            Format::F16 => {
                const BATCH: usize = 64;
                let mut halves = [half::f16::ZERO; BATCH];
                for (values, bytes) in out.chunks_mut(BATCH).zip(bytes.chunks(BATCH * size)) {
                    let halves = &mut halves[..values.len()];
                    for (half, bytes) in halves.iter_mut().zip(bytes.as_chunks().0) {
                        *half = half::f16::from_le_bytes(*bytes);
                    }
                    halves.convert_to_f32_slice(values);
                }
            }
        }
    }

    /// The first value that is NaN or infinite: whose exponent's bits are all set.
    pub fn first_not_finite(&self) -> Option<usize> {
        const VALUES_A_TASK: usize = 1 << 18;
        let bytes = &(*self.bytes).as_ref()[self.range.clone()];
        let exponent = match self.format {
            Format::F32 => {
                return first_of(bytes, VALUES_A_TASK, |bytes| u32::from_le_bytes(bytes) & 0x7f80_0000 == 0x7f80_0000);
            }
            Format::F16 => 0x7c00,
            Format::Bf16 => 0x7f80,
        };
        first_of(bytes, VALUES_A_TASK, |bytes| u16::from_le_bytes(bytes) & exponent == exponent)
    }

    /// All values.
    pub fn to_vec(&self) -> Vec<f32> {
        let mut values = vec![0.0; self.count()];
        self.read(0, &mut values);
        values
    }

    /// All values, as a tensor of the same shape on `device`.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub fn to_tensor(&self, device: &Device) -> Result<Tensor, Error> {
        Tensor::new(device, self.to_vec(), &self.shape)
    }
}

/// The first value of `SIZE` bytes that is `bad`, on all cores.
fn first_of<const SIZE: usize>(
    bytes: &[u8],
    values_a_task: usize,
    bad: impl Fn([u8; SIZE]) -> bool + Sync,
) -> Option<usize> {
    bytes.par_chunks(values_a_task * SIZE).enumerate().find_map_first(|(task, bytes)| {
        let values = bytes.as_chunks().0;
        // All at once, which the compiler vectorizes; one by one only where there is something to be found.
        let any = values.iter().fold(false, |any, value| any | bad(*value));
        any.then(|| task * values_a_task + values.iter().position(|value| bad(*value)).expect("one of them is bad"))
    })
}

impl fmt::Debug for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {:?}", self.name, self.shape, self.format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_is_found_in_every_format() {
        let with = |format, size: usize, bad: &[u8]| {
            let mut bytes = vec![0u8; 600_000 * size];
            bytes[500_001 * size..][..size].copy_from_slice(bad);
            let range = 0..bytes.len();
            Weight::new("w", format, &[600_000], Arc::new(bytes), range).first_not_finite()
        };
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert_eq!(with(Format::F32, 4, &bad.to_le_bytes()), Some(500_001));
            assert_eq!(with(Format::F16, 2, &half::f16::from_f32(bad).to_le_bytes()), Some(500_001));
            assert_eq!(with(Format::Bf16, 2, &half::bf16::from_f32(bad).to_le_bytes()), Some(500_001));
        }
        assert_eq!(with(Format::F32, 4, &f32::MAX.to_le_bytes()), None);
        assert_eq!(with(Format::F16, 2, &half::f16::MIN.to_le_bytes()), None);
    }

    #[test]
    fn every_format_gives_the_values_that_it_holds() {
        // Exact in all three; more than one batch.
        let values: Vec<f32> = (0..150).map(|i| (i as f32 - 75.0) * 0.25).collect();
        for format in [Format::F32, Format::F16, Format::Bf16] {
            let bytes: Vec<u8> = values
                .iter()
                .flat_map(|&v| match format {
                    Format::F32 => v.to_le_bytes().to_vec(),
                    Format::F16 => half::f16::from_f32(v).to_le_bytes().to_vec(),
                    Format::Bf16 => half::bf16::from_f32(v).to_le_bytes().to_vec(),
                })
                .collect();
            // At an odd place, as files may have them.
            let padded: Vec<u8> = [7].into_iter().chain(bytes).collect();
            let range = 1..padded.len();
            let weight = Weight::new("w", format, &[15, 10], Arc::new(padded), range);
            assert_eq!(weight.to_vec(), values, "{format:?}");
            let mut row = [0.0; 10];
            weight.read(140, &mut row);
            assert_eq!(row, values[140..]);
        }
    }
}
