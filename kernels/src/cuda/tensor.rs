//! Tensors in a CUDA device's memory.

use std::{fmt, sync::Arc};

use cudarc::driver::{DevicePtr, result};
use half::{bf16, f16};

use super::{
    context::{Cuda, Memory},
    launch::Rows,
    launches,
};
use crate::{Error, weight::Format};

/// A tensor on a CUDA device. Cheap to clone: clones and views share their values, which never change once they are written.
#[derive(Clone)]
pub struct CudaTensor {
    cuda: Cuda,
    memory: Arc<Memory>,
    /// Of the first value, bytes.
    offset: usize,
    shape: Vec<usize>,
    /// Values from one row of the last axis to the next: more than a row has for columns of a wider matrix, which have two axes.
    stride: usize,
    format: Format,
}

impl CudaTensor {
    /// `values`, row-major, in this shape, rounded to this format.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When the shape has not as many values.
    pub fn upload(cuda: &Cuda, values: &[f32], shape: &[usize], format: Format) -> Result<CudaTensor, Error> {
        assert_eq!(values.len(), shape.iter().product::<usize>(), "as many values as {shape:?} has");
        let tensor = CudaTensor::empty(cuda, shape, format)?;
        let halves: Vec<u16>;
        let bytes: &[u8] = match format {
            Format::F32 => bytemuck::cast_slice(values),
            Format::F16 => {
                halves = values.iter().map(|&value| f16::from_f32(value).to_bits()).collect();
                bytemuck::cast_slice(&halves)
            }
            Format::Bf16 => {
                halves = values.iter().map(|&value| bf16::from_f32(value).to_bits()).collect();
                bytemuck::cast_slice(&halves)
            }
        };
        cuda.write(&tensor.memory, bytes)?;
        Ok(tensor)
    }

    /// A tensor that is to be written to.
    ///
    /// # Errors
    /// [`Error::Device`].
    pub(crate) fn empty(cuda: &Cuda, shape: &[usize], format: Format) -> Result<CudaTensor, Error> {
        let memory = Arc::new(cuda.allocate(shape.iter().product::<usize>() * format.size())?);
        let stride = shape.last().copied().unwrap_or(1);
        Ok(CudaTensor { cuda: cuda.clone(), memory, offset: 0, shape: shape.to_vec(), stride, format })
    }

    /// All values, row-major, after all that was asked for before.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub fn to_vec(&self) -> Result<Vec<f32>, Error> {
        let dense = self.dense()?;
        let mut bytes = vec![0u8; dense.count() * dense.format.size()];
        self.cuda.read(&dense.memory, dense.offset, &mut bytes)?;
        let halves = || bytes.as_chunks().0.iter().map(|bytes| u16::from_le_bytes(*bytes));
        Ok(match dense.format {
            Format::F32 => bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
            Format::F16 => halves().map(|bits| f16::from_bits(bits).to_f32()).collect(),
            Format::Bf16 => halves().map(|bits| bf16::from_bits(bits).to_f32()).collect(),
        })
    }

    /// Where it is.
    pub fn cuda(&self) -> &Cuda {
        &self.cuda
    }

    /// Values along each axis.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// How its values are stored.
    pub fn format(&self) -> Format {
        self.format
    }

    /// How many values it has.
    pub fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// What it lies in, of a tensor that is the whole of it.
    pub(super) fn memory(&self) -> &Memory {
        assert_eq!(self.offset, 0, "parameters begin their memory");
        &self.memory
    }

    /// As a matrix of its last axis' rows.
    pub(crate) fn rows(&self) -> Rows<'_, Memory> {
        let columns = self.shape.last().copied().unwrap_or(1);
        let rows = self.shape.iter().rev().skip(1).product();
        let CudaTensor { memory, offset, stride, format, .. } = self;
        Rows { buffer: memory, offset: *offset, format: *format, rows, columns, stride: *stride }
    }

    /// The same values without space between them.
    fn dense(&self) -> Result<CudaTensor, Error> {
        if self.rows().is_dense() { Ok(self.clone()) } else { self.copied(self.format) }
    }

    fn copied(&self, format: Format) -> Result<CudaTensor, Error> {
        let out = CudaTensor::empty(&self.cuda, &self.shape, format)?;
        self.cuda.launch(&launches::convert(self.rows(), out.rows()))?;
        Ok(out)
    }

    /// The same values in another format; from one 16-bit format to the other there is no way.
    ///
    /// # Errors
    /// [`Error::Device`].
    pub fn to_format(&self, format: Format) -> Result<CudaTensor, Error> {
        if self.format == format { Ok(self.clone()) } else { self.copied(format) }
    }

    /// The same values, row-major, in another shape.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When the shape has not as many values.
    pub fn reshape(&self, shape: &[usize]) -> Result<CudaTensor, Error> {
        assert_eq!(self.count(), shape.iter().product::<usize>(), "as many values as {shape:?} has");
        let dense = self.dense()?;
        let stride = shape.last().copied().unwrap_or(1);
        Ok(CudaTensor { shape: shape.to_vec(), stride, ..dense })
    }

    /// `[n, c] -> [n, count]`: a view of `count` columns from `start`.
    ///
    /// # Panics
    /// When there are fewer, or it is no matrix.
    pub fn columns(&self, start: usize, count: usize) -> CudaTensor {
        let &[rows, columns] = self.shape() else { panic!("{:?} is no matrix", self.shape) };
        assert!(start + count <= columns, "{count} columns from {start} of {columns}");
        CudaTensor { offset: self.offset + start * self.format.size(), shape: vec![rows, count], ..self.clone() }
    }

    /// `[n, c] -> [count, c]`: a view of `count` rows from `start`.
    ///
    /// # Panics
    /// When there are fewer, or it is no matrix.
    pub(crate) fn row_range(&self, start: usize, count: usize) -> CudaTensor {
        let &[rows, columns] = self.shape() else { panic!("{:?} is no matrix", self.shape) };
        assert!(start + count <= rows, "{count} rows from {start} of {rows}");
        let offset = self.offset + start * self.stride * self.format.size();
        CudaTensor { offset, shape: vec![count, columns], ..self.clone() }
    }

    /// The axes in another order, row-major in that order.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When `axes` does not name each axis once, or there are more than six.
    pub fn permute(&self, axes: &[usize]) -> Result<CudaTensor, Error> {
        let dense = self.dense()?;
        let out = CudaTensor::empty(&self.cuda, &launches::permuted_shape(&self.shape, axes), self.format)?;
        self.cuda.launch(&launches::permute(dense.rows(), &self.shape, axes, out.rows()))?;
        Ok(out)
    }

    /// `a + b`, of equal shapes, in f32.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When the shapes differ.
    pub fn add(&self, other: &CudaTensor) -> Result<CudaTensor, Error> {
        self.add_scaled(other, 1.0)
    }

    /// `a - b`, of equal shapes, in f32.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When the shapes differ.
    pub fn sub(&self, other: &CudaTensor) -> Result<CudaTensor, Error> {
        self.add_scaled(other, -1.0)
    }

    fn add_scaled(&self, other: &CudaTensor, factor: f32) -> Result<CudaTensor, Error> {
        assert_eq!(self.shape, other.shape, "equal shapes");
        let [a, b] = [self, other].map(|tensor| {
            let rows = tensor.rows();
            let is_ready = tensor.format == Format::F32 && rows.is_dense() && tensor.offset.is_multiple_of(16);
            if is_ready { Ok(tensor.clone()) } else { tensor.copied(Format::F32) }
        });
        let (a, b) = (a?, b?);
        let out = CudaTensor::empty(&self.cuda, &self.shape, Format::F32)?;
        self.cuda.launch(&launches::add_scaled(a.rows(), b.rows(), factor, out.rows()))?;
        Ok(out)
    }

    /// `[n_i, c]` each `-> [sum of n_i, c]`, of one format.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When there is none, or columns or formats differ.
    pub fn concat_rows(parts: &[&CudaTensor]) -> Result<CudaTensor, Error> {
        let first = parts.first().expect("there is something to put together").rows();
        let same = |part: &&CudaTensor| (part.rows().columns, part.format) == (first.columns, first.format);
        assert!(parts.iter().all(same), "equal columns of one format");
        let cuda = &parts[0].cuda;
        let rows = parts.iter().map(|part| part.rows().rows).sum();
        let out = CudaTensor::empty(cuda, &[rows, first.columns], first.format)?;
        let stream = cuda.stream();
        let mut to = out.memory.device_ptr(stream).0;
        for part in parts {
            let part = part.dense()?;
            let bytes = part.count() * part.format.size();
            if bytes > 0 {
                let from = part.memory.device_ptr(stream).0;
                // SAFETY: both are as long; the copy comes before any that frees the part.
                #[expect(unsafe_code, reason = "a call of the driver")]
                unsafe { result::memcpy_dtod_async(to, from + part.offset as u64, bytes, stream.cu_stream()) }
                    .map_err(|error| cuda.failed(error))?;
                to += bytes as u64;
            }
        }
        Ok(out)
    }
}

impl fmt::Debug for CudaTensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {:?} on {:?}", self.shape, self.format, self.cuda)
    }
}
