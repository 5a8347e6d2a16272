//! Dense tensors, the activations of a network.

use std::ops::Deref;

use candle_core::{Layout, Storage};

use crate::{Error, device::Device, webgpu::GpuTensor};
#[cfg(feature = "cuda")]
use crate::{cuda::CudaTensor, weight::Format};

/// A dense tensor on a device. Cheap to clone: clones and views share their values, which never change.
#[derive(Debug, Clone)]
pub enum Tensor {
    /// On the processor, in f32.
    Cpu(CpuTensor),
    /// On a GPU through wgpu.
    WebGpu(GpuTensor),
    /// On an NVIDIA GPU through CUDA.
    #[cfg(feature = "cuda")]
    Cuda(CudaTensor),
}

impl Tensor {
    /// `data`, row-major, in this shape, on `device`.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When the shape has not as many values.
    pub fn new(device: &Device, data: Vec<f32>, shape: &[usize]) -> Result<Tensor, Error> {
        assert_eq!(data.len(), shape.iter().product::<usize>(), "as many values as {shape:?} has");
        match device {
            Device::Cpu => CpuTensor::new(data, shape).map(Tensor::Cpu),
            Device::WebGpu(gpu) => GpuTensor::upload(gpu, &data, shape).map(Tensor::WebGpu),
            #[cfg(feature = "cuda")]
            Device::Cuda(cuda) => CudaTensor::upload(cuda, &data, shape, Format::F32).map(Tensor::Cuda),
        }
    }

    /// Values along each axis.
    pub fn shape(&self) -> &[usize] {
        match self {
            Tensor::Cpu(tensor) => tensor.0.dims(),
            Tensor::WebGpu(tensor) => tensor.shape(),
            #[cfg(feature = "cuda")]
            Tensor::Cuda(tensor) => tensor.shape(),
        }
    }

    /// The same values, row-major, in another shape.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When the shape has not as many values.
    pub fn reshape(&self, shape: &[usize]) -> Result<Tensor, Error> {
        let (have, want): (usize, usize) = (self.shape().iter().product(), shape.iter().product());
        assert_eq!(have, want, "{:?} as {shape:?}", self.shape());
        match self {
            Tensor::Cpu(tensor) => tensor.0.reshape(shape).map(cpu).map_err(failed("reshape")),
            Tensor::WebGpu(tensor) => Ok(Tensor::WebGpu(tensor.reshape(shape))),
            #[cfg(feature = "cuda")]
            Tensor::Cuda(tensor) => tensor.reshape(shape).map(Tensor::Cuda),
        }
    }

    /// The axes in another order, row-major in that order.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When `axes` does not name each axis once.
    pub fn permute(&self, axes: &[usize]) -> Result<Tensor, Error> {
        let named = |axis| axes.contains(&axis);
        assert!(axes.len() == self.shape().len() && (0..axes.len()).all(named), "{axes:?} of {:?}", self.shape());
        match self {
            Tensor::Cpu(tensor) => {
                let permuted = tensor.0.permute(axes).and_then(|view| view.contiguous());
                permuted.map(cpu).map_err(failed("permute"))
            }
            Tensor::WebGpu(tensor) => tensor.permute(axes).map(Tensor::WebGpu),
            #[cfg(feature = "cuda")]
            Tensor::Cuda(tensor) => tensor.permute(axes).map(Tensor::Cuda),
        }
    }

    /// `a + b`, of equal shapes.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When the shapes differ or the tensors are on different devices.
    pub fn add(&self, other: &Tensor) -> Result<Tensor, Error> {
        assert_eq!(self.shape(), other.shape(), "sums are of equal shapes");
        match self {
            Tensor::Cpu(tensor) => tensor.0.add(&other.on_cpu().0).map(cpu).map_err(failed("add")),
            Tensor::WebGpu(tensor) => tensor.add(other.on_web_gpu()).map(Tensor::WebGpu),
            #[cfg(feature = "cuda")]
            Tensor::Cuda(tensor) => tensor.add(other.on_cuda()).map(Tensor::Cuda),
        }
    }

    /// `a - b`, of equal shapes.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When the shapes differ or the tensors are on different devices.
    pub fn sub(&self, other: &Tensor) -> Result<Tensor, Error> {
        assert_eq!(self.shape(), other.shape(), "differences are of equal shapes");
        match self {
            Tensor::Cpu(tensor) => tensor.0.sub(&other.on_cpu().0).map(cpu).map_err(failed("sub")),
            Tensor::WebGpu(tensor) => tensor.sub(other.on_web_gpu()).map(Tensor::WebGpu),
            #[cfg(feature = "cuda")]
            Tensor::Cuda(tensor) => tensor.sub(other.on_cuda()).map(Tensor::Cuda),
        }
    }

    /// `[n_i, c] -> [sum of n_i, c]`: the rows of the first of `parts`, then those of the next.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When there is none, the columns differ or the tensors are on different devices.
    pub fn stacked(parts: &[&Tensor]) -> Result<Tensor, Error> {
        let first = parts.first().expect("there is something to stack");
        let columns = |tensor: &Tensor| <[usize; 2]>::try_from(tensor.shape()).expect("rows and columns")[1];
        assert!(parts.iter().all(|part| columns(part) == columns(first)), "rows of as many columns");
        if parts.len() == 1 {
            return Ok((*first).clone());
        }
        match first {
            Tensor::Cpu(_) => {
                let parts: Vec<_> = parts.iter().map(|part| &part.on_cpu().0).collect();
                candle_core::Tensor::cat(&parts, 0).map(cpu).map_err(failed("stacked"))
            }
            Tensor::WebGpu(_) => {
                let parts: Vec<_> = parts.iter().map(|part| part.on_web_gpu()).collect();
                GpuTensor::concat_rows(&parts).map(Tensor::WebGpu)
            }
            #[cfg(feature = "cuda")]
            Tensor::Cuda(first) => {
                // What is not stored alike comes together in the format that holds all.
                let is_one = parts.iter().all(|part| part.on_cuda().format() == first.format());
                let format = if is_one { first.format() } else { Format::F32 };
                let parts: Vec<_> =
                    parts.iter().map(|part| part.on_cuda().to_format(format)).collect::<Result<_, _>>()?;
                CudaTensor::concat_rows(&parts.iter().collect::<Vec<_>>()).map(Tensor::Cuda)
            }
        }
    }

    /// `[n, c] -> [count, c]`: the rows from `start` on.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When there are fewer, or it is no matrix.
    pub fn rows(&self, start: usize, count: usize) -> Result<Tensor, Error> {
        let &[rows, _] = self.shape() else { panic!("{self:?} is no matrix") };
        assert!(start + count <= rows, "{count} rows from {start} of {rows}");
        match self {
            Tensor::Cpu(tensor) => tensor.0.narrow(0, start, count).map(cpu).map_err(failed("rows")),
            Tensor::WebGpu(tensor) => tensor.rows(start, count).map(Tensor::WebGpu),
            #[cfg(feature = "cuda")]
            Tensor::Cuda(tensor) => Ok(Tensor::Cuda(tensor.row_range(start, count))),
        }
    }

    /// All values, row-major.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub fn to_vec(&self) -> Result<Vec<f32>, Error> {
        match self {
            Tensor::Cpu(tensor) => tensor.0.flatten_all().and_then(|flat| flat.to_vec1()).map_err(failed("to_vec")),
            Tensor::WebGpu(tensor) => tensor.to_vec(),
            #[cfg(feature = "cuda")]
            Tensor::Cuda(tensor) => tensor.to_vec(),
        }
    }

    /// The tensor, for an operation on the CPU.
    ///
    /// # Panics
    /// When it is on another device: a network's own mistake.
    pub(crate) fn on_cpu(&self) -> &CpuTensor {
        match self {
            Tensor::Cpu(tensor) => tensor,
            _ => panic!("{self:?} is not on the CPU"),
        }
    }

    /// The tensor, for an operation on a GPU through wgpu.
    ///
    /// # Panics
    /// When it is on another device: a network's own mistake.
    pub(crate) fn on_web_gpu(&self) -> &GpuTensor {
        match self {
            Tensor::WebGpu(tensor) => tensor,
            _ => panic!("{self:?} is not on a GPU through wgpu"),
        }
    }

    /// The tensor, for an operation on a CUDA device.
    ///
    /// # Panics
    /// When it is on another device: a network's own mistake.
    #[cfg(feature = "cuda")]
    pub(crate) fn on_cuda(&self) -> &CudaTensor {
        match self {
            Tensor::Cuda(tensor) => tensor,
            _ => panic!("{self:?} is not on a CUDA device"),
        }
    }
}

/// A dense f32 tensor in memory, in candle's keeping.
#[derive(Debug, Clone)]
pub struct CpuTensor(candle_core::Tensor);

fn cpu(tensor: candle_core::Tensor) -> Tensor {
    Tensor::Cpu(CpuTensor(tensor))
}

fn failed(op: &'static str) -> impl FnOnce(candle_core::Error) -> Error {
    move |source| Error::Tensor { op, source }
}

impl CpuTensor {
    /// `data`, row-major, in this shape.
    pub(crate) fn new(data: Vec<f32>, shape: &[usize]) -> Result<CpuTensor, Error> {
        candle_core::Tensor::from_vec(data, shape, &candle_core::Device::Cpu).map(CpuTensor).map_err(failed("tensor"))
    }

    /// Values along each axis.
    pub(crate) fn shape(&self) -> &[usize] {
        self.0.dims()
    }

    /// `[n, c] -> [n, count]`: a view of `count` columns from `start`.
    pub(crate) fn columns(&self, start: usize, count: usize) -> Result<CpuTensor, Error> {
        self.0.narrow(1, start, count).map(CpuTensor).map_err(failed("columns"))
    }

    /// The values, for an operation on the CPU.
    pub(crate) fn read(&self) -> Reading<'_> {
        let (storage, layout) = self.0.storage_and_layout();
        Reading { storage: Box::new(storage), layout }
    }
}

/// Holds a tensor's values for reading.
pub(crate) struct Reading<'a> {
    storage: Box<dyn Deref<Target = Storage> + 'a>,
    layout: &'a Layout,
}

impl Reading<'_> {
    /// The values from the first one on.
    fn values(&self) -> &[f32] {
        let Storage::Cpu(storage) = &**self.storage else { unreachable!("tensors are made on the CPU") };
        let values = storage.as_slice::<f32>().expect("tensors are made of f32");
        &values[self.layout.start_offset()..]
    }

    /// `[rows, columns]`, of a tensor with two axes whose rows are contiguous.
    ///
    /// # Panics
    /// When it is of another form: the network's own mistake.
    pub(crate) fn matrix(&self) -> Matrix<'_> {
        let (&[rows, columns], &[stride, 1]) = (self.layout.dims(), self.layout.stride()) else {
            panic!("{:?} is no matrix of contiguous rows", self.layout);
        };
        Matrix { values: self.values(), rows, columns, stride }
    }

    /// `[n]`, of a contiguous tensor of any shape.
    ///
    /// # Panics
    /// When it is not contiguous: the network's own mistake.
    pub(crate) fn contiguous(&self) -> &[f32] {
        assert!(self.layout.is_contiguous(), "{:?} is not contiguous", self.layout);
        &self.values()[..self.layout.shape().elem_count()]
    }
}

/// A row-major `[rows, columns]` view, `stride` values from one row to the next.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a> {
    values: &'a [f32],
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    stride: usize,
}

impl<'a> Matrix<'a> {
    /// `count` rows from `start` on.
    pub(crate) fn part(&self, start: usize, count: usize) -> Matrix<'a> {
        assert!(start + count <= self.rows, "{count} rows from {start} of {}", self.rows);
        Matrix { values: &self.values[start * self.stride..], rows: count, ..*self }
    }

    pub(crate) fn row(&self, index: usize) -> &'a [f32] {
        &self.values[index * self.stride..][..self.columns]
    }
}
