//! A triplane and its decoder, on the device where it is evaluated.

use std::borrow::Cow;

use super::{FieldEval, GpuFieldEval, Layer, Triplane};
use crate::{Error, device::Device, tensor::Tensor};

/// Planes and the layers that decode them, on a device.
#[derive(Debug, Clone)]
pub enum TriplaneDecoder {
    /// On the processor.
    Cpu(FieldEval),
    /// On a GPU.
    Gpu(GpuFieldEval),
}

impl TriplaneDecoder {
    /// Of planes in memory.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or has no room.
    ///
    /// # Panics
    /// When there is no layer, or a layer does not read what comes before it, or its weights have another length.
    pub fn new(device: &Device, triplane: Triplane, layers: Vec<Layer>) -> Result<TriplaneDecoder, Error> {
        match device {
            Device::Cpu => Ok(TriplaneDecoder::Cpu(FieldEval::new(triplane, layers))),
            _ => {
                let [channels, height, width] = triplane.shape();
                let planes = Tensor::new(device, triplane.to_channel_first(), &[3, channels, height, width])?;
                TriplaneDecoder::of_planes(&planes, layers)
            }
        }
    }

    /// Of planes `[3, c, h, w]`, on the device where they are.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or has no room.
    ///
    /// # Panics
    /// As [`TriplaneDecoder::new`], and when the planes have another shape.
    pub fn of_planes(planes: &Tensor, layers: Vec<Layer>) -> Result<TriplaneDecoder, Error> {
        let &[3, channels, height, width] = planes.shape() else { panic!("{planes:?} is no triplane") };
        super::assert_follow(channels, &layers);
        if let Some(field) = GpuFieldEval::new(planes, &layers)? {
            return Ok(TriplaneDecoder::Gpu(field));
        }
        let triplane = Triplane::from_channel_first(&planes.to_vec()?, channels, height, width);
        Ok(TriplaneDecoder::Cpu(FieldEval::new(triplane, layers)))
    }

    /// `[c, h, w]` of the planes.
    pub fn shape(&self) -> [usize; 3] {
        match self {
            TriplaneDecoder::Cpu(field) => field.triplane().shape(),
            TriplaneDecoder::Gpu(field) => field.shape(),
        }
    }

    /// The planes, fetched from where they are.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub fn triplane(&self) -> Result<Cow<'_, Triplane>, Error> {
        match self {
            TriplaneDecoder::Cpu(field) => Ok(Cow::Borrowed(field.triplane())),
            TriplaneDecoder::Gpu(field) => field.triplane().map(Cow::Owned),
        }
    }

    /// The layers, the first first.
    pub fn layers(&self) -> &[Layer] {
        match self {
            TriplaneDecoder::Cpu(field) => field.layers(),
            TriplaneDecoder::Gpu(field) => field.layers(),
        }
    }

    /// Features of the last layer.
    pub fn outputs(&self) -> usize {
        self.layers().last().expect("a decoder has layers").outputs
    }

    /// `points [n, 3] -> out [n, outputs]`; on the CPU on the calling thread. A point's result does not depend on the other
    /// points of the call.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When `out` has another length.
    pub fn evaluate(&self, points: &[[f32; 3]], out: &mut [f32]) -> Result<(), Error> {
        assert_eq!(out.len(), points.len() * self.outputs(), "an output for each point");
        match self {
            TriplaneDecoder::Cpu(field) => {
                field.evaluate(points, out);
                Ok(())
            }
            TriplaneDecoder::Gpu(field) => field.evaluate(points, out),
        }
    }
}
