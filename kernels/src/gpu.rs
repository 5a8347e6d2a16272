//! A GPU through wgpu or CUDA, for operations that are written once over buffers: their kernels, one text in WGSL and one in CUDA,
//! take the same arguments in the same order.

#[cfg(feature = "cuda")]
use crate::cuda::{self, Cuda};
use crate::{
    Error,
    webgpu::{self, Dispatch, Shader, WebGpu},
};

/// An opened GPU; clones share it.
#[derive(Debug, Clone)]
pub(crate) enum Gpu {
    WebGpu(WebGpu),
    #[cfg(feature = "cuda")]
    Cuda(Cuda),
}

/// Device memory; clones share it.
#[derive(Clone)]
pub(crate) enum Buffer {
    WebGpu(webgpu::Buffer),
    #[cfg(feature = "cuda")]
    Cuda(cuda::Buffer),
}

/// Part of a buffer, which begins at a multiple of 256 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Bound<'a> {
    pub(crate) buffer: &'a Buffer,
    pub(crate) offset: u64,
    pub(crate) bytes: u64,
}

/// A kernel and what it runs on. In CUDA its name is the shader's and the entry's, and it has 64 threads a block.
pub(crate) struct Launch<'a> {
    pub(crate) shader: &'a Shader,
    pub(crate) uniforms: &'a [u8],
    pub(crate) buffers: &'a [Bound<'a>],
    /// Workgroups of 64 invocations.
    pub(crate) workgroups: usize,
    pub(crate) operations: f64,
}

impl Buffer {
    /// All of it.
    pub(crate) fn whole(&self) -> Bound<'_> {
        Bound { buffer: self, offset: 0, bytes: self.size() }
    }

    /// Bytes.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Buffer::WebGpu(buffer) => buffer.size(),
            #[cfg(feature = "cuda")]
            Buffer::Cuda(buffer) => buffer.size(),
        }
    }

    /// # Panics
    /// When it is another GPU's: an operation's own mistake.
    pub(crate) fn on_web_gpu(&self) -> &webgpu::Buffer {
        match self {
            Buffer::WebGpu(buffer) => buffer,
            #[cfg(feature = "cuda")]
            Buffer::Cuda(_) => panic!("memory of a CUDA device, for wgpu"),
        }
    }

    /// # Panics
    /// When it is another GPU's: an operation's own mistake.
    #[cfg(feature = "cuda")]
    pub(crate) fn on_cuda(&self) -> &cuda::Buffer {
        match self {
            Buffer::Cuda(buffer) => buffer,
            Buffer::WebGpu(_) => panic!("memory of an adapter, for CUDA"),
        }
    }
}

impl<'a> Bound<'a> {
    /// # Panics
    /// As [`Buffer::on_web_gpu`].
    pub(crate) fn on_web_gpu(&self) -> webgpu::Bound<'a> {
        webgpu::Bound { buffer: self.buffer.on_web_gpu(), offset: self.offset, bytes: self.bytes }
    }
}

impl Gpu {
    /// The most bytes of a buffer that a kernel is given at once. CUDA binds any number, but kernels count in 32 bits.
    pub(crate) fn max_binding_bytes(&self) -> usize {
        match self {
            Gpu::WebGpu(gpu) => gpu.capabilities().max_binding_bytes as usize,
            #[cfg(feature = "cuda")]
            Gpu::Cuda(_) => 1 << 31,
        }
    }

    /// A buffer of at least this many bytes, with no particular content.
    ///
    /// # Errors
    /// [`Error::Device`] when there is no memory.
    pub(crate) fn allocate(&self, bytes: u64) -> Result<Buffer, Error> {
        match self {
            Gpu::WebGpu(gpu) => gpu.allocate(bytes).map(Buffer::WebGpu),
            #[cfg(feature = "cuda")]
            Gpu::Cuda(cuda) => cuda::Buffer::new(cuda, bytes).map(Buffer::Cuda),
        }
    }

    /// A buffer of these bytes, a multiple of four.
    ///
    /// # Errors
    /// As [`Gpu::allocate`].
    pub(crate) fn upload(&self, bytes: &[u8]) -> Result<Buffer, Error> {
        match self {
            Gpu::WebGpu(gpu) => gpu.upload(bytes).map(Buffer::WebGpu),
            #[cfg(feature = "cuda")]
            Gpu::Cuda(cuda) => cuda::Buffer::upload(cuda, bytes).map(Buffer::Cuda),
        }
    }

    /// `bytes` bytes of `buffer` from `offset` on, both multiples of four, once all that was asked for before is done.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub(crate) fn download(&self, buffer: &Buffer, offset: u64, bytes: u64) -> Result<Vec<u8>, Error> {
        match self {
            Gpu::WebGpu(gpu) => gpu.download(buffer.on_web_gpu(), offset, bytes),
            #[cfg(feature = "cuda")]
            Gpu::Cuda(cuda) => buffer.on_cuda().download(cuda, offset, bytes),
        }
    }

    /// As [`crate::device::Device::pace`].
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub(crate) fn pace(&self) -> Result<(), Error> {
        match self {
            Gpu::WebGpu(gpu) => gpu.pace(),
            #[cfg(feature = "cuda")]
            Gpu::Cuda(cuda) => cuda.pace(),
        }
    }

    /// Runs a kernel after all that was asked for before.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub(crate) fn launch(&self, launch: &Launch<'_>) -> Result<(), Error> {
        let Launch { shader, uniforms, buffers, workgroups, operations } = launch;
        match self {
            Gpu::WebGpu(gpu) => {
                let buffers: Vec<webgpu::Bound<'_>> = buffers.iter().map(Bound::on_web_gpu).collect();
                let workgroups = gpu.folded(*workgroups);
                gpu.dispatch(&Dispatch { shader, uniforms, buffers: &buffers, workgroups, operations: *operations })
            }
            #[cfg(feature = "cuda")]
            Gpu::Cuda(cuda) => {
                let name = format!("{}_{}", shader.name.replace('/', "_"), shader.entry);
                let buffers = buffers.iter().map(|bound| (bound.buffer.on_cuda(), bound.offset as usize));
                cuda.launch(&cuda::launches::over_buffers(
                    name,
                    *workgroups,
                    uniforms,
                    buffers.map(|(b, at)| (b.memory(), at)),
                ))
            }
        }
    }
}
