//! A network's weights: read where they lie, in a mapped file, in the format that they are stored in.

use std::{fmt, ops::Range, sync::Arc};

use half::slice::HalfFloatSliceExt;

use crate::{Error, tensor::Tensor};

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

    /// All values.
    pub fn to_vec(&self) -> Vec<f32> {
        let mut values = vec![0.0; self.count()];
        self.read(0, &mut values);
        values
    }

    /// All values, as a tensor of the same shape.
    ///
    /// # Errors
    /// When the device fails.
    pub fn to_tensor(&self) -> Result<Tensor, Error> {
        Tensor::new(self.to_vec(), &self.shape)
    }
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
