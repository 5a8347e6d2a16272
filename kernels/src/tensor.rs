//! Dense f32 tensors, the activations of a network.

use std::ops::Deref;

use candle_core::{Device, Layout, Storage};

use crate::Error;

/// A dense f32 tensor. Cheap to clone: clones and views share their values, which never change.
#[derive(Debug, Clone)]
pub struct Tensor(candle_core::Tensor);

fn failed(op: &'static str) -> impl FnOnce(candle_core::Error) -> Error {
    move |source| Error::Tensor { op, source }
}

impl Tensor {
    /// `data`, row-major, in this shape.
    ///
    /// # Errors
    /// When the shape has not as many values.
    pub fn new(data: Vec<f32>, shape: &[usize]) -> Result<Tensor, Error> {
        candle_core::Tensor::from_vec(data, shape, &Device::Cpu).map(Tensor).map_err(failed("tensor"))
    }

    /// Values along each axis.
    pub fn shape(&self) -> &[usize] {
        self.0.dims()
    }

    /// The same values, row-major, in another shape.
    ///
    /// # Errors
    /// When the shape has not as many values.
    pub fn reshape(&self, shape: &[usize]) -> Result<Tensor, Error> {
        self.0.reshape(shape).map(Tensor).map_err(failed("reshape"))
    }

    /// The axes in another order, row-major in that order.
    ///
    /// # Errors
    /// When `axes` does not name each axis once.
    pub fn permute(&self, axes: &[usize]) -> Result<Tensor, Error> {
        self.0.permute(axes).and_then(|view| view.contiguous()).map(Tensor).map_err(failed("permute"))
    }

    /// `[n, c] -> [n, count]`: a view of `count` columns from `start`.
    ///
    /// # Errors
    /// When there are fewer.
    pub fn columns(&self, start: usize, count: usize) -> Result<Tensor, Error> {
        self.0.narrow(1, start, count).map(Tensor).map_err(failed("columns"))
    }

    /// `a - b`, of equal shapes.
    ///
    /// # Errors
    /// When the shapes differ.
    pub fn sub(&self, other: &Tensor) -> Result<Tensor, Error> {
        self.0.sub(&other.0).map(Tensor).map_err(failed("sub"))
    }

    /// All values, row-major.
    ///
    /// # Errors
    /// When the device fails.
    pub fn to_vec(&self) -> Result<Vec<f32>, Error> {
        self.0.flatten_all().and_then(|flat| flat.to_vec1()).map_err(failed("to_vec"))
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
    pub(crate) fn row(&self, index: usize) -> &'a [f32] {
        &self.values[index * self.stride..][..self.columns]
    }
}
