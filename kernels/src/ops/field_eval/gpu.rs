//! A triplane field on a GPU, through wgpu or CUDA.

use super::{Layer, Level, Triplane, webgpu::WebGpuFieldEval};
#[cfg(feature = "cuda")]
use crate::cuda::CudaField;
use crate::{
    Error,
    gpu::{Bound, Buffer, Gpu},
    tensor::Tensor,
};

/// Bytes of a point as kernels read it: coordinates and where its level goes.
pub(crate) const POINT_BYTES: usize = 16;

pub(crate) use crate::cuda::launches::Written;

/// Planes and the layers that decode them, on a GPU; clones share them.
#[derive(Debug, Clone)]
pub struct GpuFieldEval(On);

#[derive(Debug, Clone)]
enum On {
    WebGpu(WebGpuFieldEval),
    #[cfg(feature = "cuda")]
    Cuda(Box<CudaField>),
}

impl GpuFieldEval {
    /// Of planes `[3, c, h, w]` on a GPU and layers that follow on each other; none where the planes are on the CPU.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or has no room, or a layer is larger than its kernels take.
    pub(super) fn new(planes: &Tensor, layers: &[Layer]) -> Result<Option<GpuFieldEval>, Error> {
        let on = match planes {
            Tensor::Cpu(_) => return Ok(None),
            Tensor::WebGpu(planes) => On::WebGpu(WebGpuFieldEval::new(planes, layers.to_vec())?),
            #[cfg(feature = "cuda")]
            Tensor::Cuda(planes) => On::Cuda(Box::new(CudaField::new(planes, layers)?)),
        };
        Ok(Some(GpuFieldEval(on)))
    }

    pub(crate) fn gpu(&self) -> Gpu {
        match &self.0 {
            On::WebGpu(field) => Gpu::WebGpu(field.gpu().clone()),
            #[cfg(feature = "cuda")]
            On::Cuda(field) => Gpu::Cuda(field.cuda().clone()),
        }
    }

    /// The planes, fetched.
    pub(super) fn triplane(&self) -> Result<Triplane, Error> {
        let planes = match &self.0 {
            On::WebGpu(field) => Tensor::WebGpu(field.planes().clone()),
            #[cfg(feature = "cuda")]
            On::Cuda(field) => Tensor::Cuda(field.planes().clone()),
        };
        let [channels, height, width] = self.shape();
        Ok(Triplane::from_channel_first(&planes.to_vec()?, channels, height, width))
    }

    /// `[c, h, w]`.
    pub(super) fn shape(&self) -> [usize; 3] {
        let shape = match &self.0 {
            On::WebGpu(field) => field.planes().shape(),
            #[cfg(feature = "cuda")]
            On::Cuda(field) => field.planes().shape(),
        };
        let &[3, channels, height, width] = shape else { unreachable!("checked when it was made") };
        [channels, height, width]
    }

    pub(super) fn layers(&self) -> &[Layer] {
        match &self.0 {
            On::WebGpu(field) => field.layers(),
            #[cfg(feature = "cuda")]
            On::Cuda(field) => field.layers(),
        }
    }

    fn outputs(&self) -> usize {
        let layers = self.layers();
        layers[layers.len() - 1].outputs
    }

    /// Points that one launch takes; a run can be ended between launches.
    pub(crate) fn points_a_launch(&self) -> usize {
        match &self.0 {
            On::WebGpu(field) => field.points_a_launch(),
            #[cfg(feature = "cuda")]
            On::Cuda(_) => CudaField::POINTS_A_LAUNCH,
        }
    }

    /// `points [n, 3] -> out [n, outputs]`.
    pub(super) fn evaluate(&self, points: &[[f32; 3]], out: &mut [f32]) -> Result<(), Error> {
        self.fetched(points, Written::Raw, self.outputs(), out)
    }

    /// `points [n, 3] -> out [n]`: their levels.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub fn levels(&self, level: Level, points: &[[f32; 3]], out: &mut [f32]) -> Result<(), Error> {
        self.fetched(points, Written::Level(level), 1, out)
    }

    fn fetched(&self, points: &[[f32; 3]], what: Written, each: usize, out: &mut [f32]) -> Result<(), Error> {
        let gpu = self.gpu();
        let some = self.points_a_launch();
        for (points, out) in points.chunks(some).zip(out.chunks_mut(some * each)) {
            let places = points.iter().zip(0..);
            let bits: Vec<[u32; 4]> =
                places.map(|(p, place)| [p[0].to_bits(), p[1].to_bits(), p[2].to_bits(), place]).collect();
            let points_there = gpu.upload(bytemuck::cast_slice(&bits))?;
            let written = gpu.allocate(4 * out.len() as u64)?;
            self.write(&points_there, points.len(), what, written.whole())?;
            let bytes = gpu.download(&written, 0, 4 * out.len() as u64)?;
            out.copy_from_slice(&bytemuck::pod_collect_to_vec::<u8, f32>(&bytes));
        }
        Ok(())
    }

    /// Asks for the evaluation of the first `count` of `points`.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub(crate) fn write(&self, points: &Buffer, count: usize, what: Written, to: Bound<'_>) -> Result<(), Error> {
        match &self.0 {
            On::WebGpu(field) => field.write(points.on_web_gpu(), count, what, to.on_web_gpu()),
            #[cfg(feature = "cuda")]
            On::Cuda(field) => field.write(points.on_cuda(), count, what, (to.buffer.on_cuda(), to.offset as usize)),
        }
    }
}
