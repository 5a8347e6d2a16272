//! Any GPU through wgpu: one adapter opened, its memory pooled, its work recorded and submitted in bounded batches.
//!
//! Work is recorded in order and runs in order. It is submitted when enough has gathered, when a result is read, and at
//! [`WebGpu::pace`], which also waits for what was submitted before the last few batches, so that a run that is canceled
//! leaves little behind. What goes wrong on the device is kept and returned by the next call that can fail.

mod adapters;
mod arguments;
mod buffer;
mod cooperative;
mod fault;
mod recording;
mod shader;
mod tensor;
mod total;

use std::{fmt, sync::Arc};

pub(crate) use adapters::fastest;
pub use adapters::{Adapter, adapters};
pub(crate) use arguments::{Arguments, Window};
pub(crate) use buffer::Buffer;
pub use cooperative::CooperativeMatrices;
pub(crate) use cooperative::{Cooperative, SIDE, Tile};
#[cfg(test)]
pub(crate) use cooperative::{EMULATED_SUBGROUPS, compiled, with_halves};
pub use fault::DeviceFault;
pub(crate) use recording::{Bound, Dispatch};
pub(crate) use shader::Shader;
pub use tensor::GpuTensor;

use self::{fault::Faults, recording::Recorder};
use crate::{
    Error,
    traffic::{Counter, Traffic},
};

/// What is used of an adapter; `default` is all that helps. Tests and measurements leave parts out.
#[derive(Debug, Clone, Copy)]
pub struct Configuration {
    /// Halves in memory and arithmetic, where the adapter has them.
    pub f16: bool,
    /// Operations among the invocations of a subgroup, where the adapter has them.
    pub subgroups: bool,
    /// Where products of whole matrices come from.
    pub cooperative_matrices: CooperativeMatrices,
    /// The most bytes of a buffer that a kernel is given at once, where that is less than the adapter's own limit.
    pub max_binding_bytes: u64,
    /// Fill new memory with bytes that are no number, so that whatever relies on zeros fails.
    pub poison: bool,
    /// Count kernels without running them: each is compiled and its buffers are bound, and results are nothing to rely on. Counts
    /// the launches of a network that is too large for an adapter that computes on the CPU.
    pub count_only: bool,
}

impl Default for Configuration {
    fn default() -> Configuration {
        Configuration {
            f16: true,
            subgroups: true,
            cooperative_matrices: CooperativeMatrices::Adapter,
            max_binding_bytes: u64::MAX,
            poison: false,
            count_only: false,
        }
    }
}

/// What an opened adapter can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Halves in memory and arithmetic.
    pub f16: bool,
    /// Operations among the invocations of a subgroup.
    pub subgroups: bool,
    /// Products of 16 x 16 halves with f32 sums, the adapter's own or emulated.
    pub cooperative_matrices: bool,
    /// The most bytes of a buffer that a kernel is given at once.
    pub max_binding_bytes: u64,
    /// Bytes that the invocations of a workgroup share.
    pub workgroup_bytes: u32,
    /// Invocations of a workgroup.
    pub workgroup_invocations: u32,
    /// Workgroups along one axis.
    pub workgroups_an_axis: u32,
}

/// An opened adapter; clones share it.
#[derive(Clone)]
pub struct WebGpu(Arc<Inner>);

struct Inner {
    adapter: Adapter,
    capabilities: Capabilities,
    device: wgpu::Device,
    queue: wgpu::Queue,
    faults: Arc<Faults>,
    buffers: buffer::Pool,
    shaders: shader::Cache,
    recorder: Recorder,
    traffic: Counter,
    cooperative: Option<Cooperative>,
    /// What was asked for of them.
    wanted: CooperativeMatrices,
    trials: cooperative::Trials,
}

impl WebGpu {
    /// Opens `adapter`.
    ///
    /// # Errors
    /// [`Error::Device`] when its driver refuses.
    pub fn open(adapter: &Adapter, configuration: &Configuration) -> Result<WebGpu, Error> {
        let handle = adapter.handle();
        // wgpu checks what is bound, a limit of the configuration's as if it were the adapter's.
        let mut limits = handle.limits();
        let bound = &mut limits.max_storage_buffer_binding_size;
        *bound = configuration.max_binding_bytes.min(*bound);
        let mut features = wgpu::Features::empty();
        let available = handle.features();
        let mut want = |wanted: bool, feature: wgpu::Features| {
            let has = wanted && available.contains(feature);
            features.set(feature, has);
            has
        };
        let f16 = want(configuration.f16, wgpu::Features::SHADER_F16);
        let subgroups = want(configuration.subgroups, wgpu::Features::SUBGROUP);
        let wanted = configuration.cooperative_matrices;
        let of_adapter = wanted == CooperativeMatrices::Adapter && f16 && subgroups;
        let most_lanes = if of_adapter { adapter.cooperative_lanes() } else { None };
        let has_matrices = want(most_lanes.is_some(), wgpu::Features::EXPERIMENTAL_COOPERATIVE_MATRIX);
        let cooperative = match wanted {
            CooperativeMatrices::Emulated { lanes, most_lanes } if f16 && subgroups => {
                Some(Cooperative::emulated(lanes, most_lanes))
            }
            _ => most_lanes.filter(|_| has_matrices).map(Cooperative::of_adapter),
        };
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("oneclick3d"),
            required_features: features,
            required_limits: limits,
            experimental_features: experimental(has_matrices),
            memory_hints: wgpu::MemoryHints::Performance,
            trace: wgpu::Trace::Off,
        };
        let refused = |error: wgpu::RequestDeviceError| Error::Device {
            device: adapter.name().to_owned(),
            fault: DeviceFault::Refused { reason: error.to_string() },
        };
        let (device, queue) = pollster::block_on(handle.request_device(&descriptor)).map_err(refused)?;
        let faults = Faults::watch(&device);
        let limits = device.limits();
        let capabilities = Capabilities {
            f16,
            subgroups,
            cooperative_matrices: cooperative.is_some(),
            max_binding_bytes: limits.max_storage_buffer_binding_size,
            workgroup_bytes: limits.max_compute_workgroup_storage_size,
            workgroup_invocations: limits.max_compute_invocations_per_workgroup,
            workgroups_an_axis: limits.max_compute_workgroups_per_dimension,
        };
        Ok(WebGpu(Arc::new(Inner {
            adapter: adapter.clone(),
            capabilities,
            buffers: buffer::Pool::new(configuration.poison),
            shaders: shader::Cache::default(),
            recorder: Recorder::new(&device, adapter.is_software(), configuration.count_only),
            device,
            queue,
            faults,
            traffic: Counter::default(),
            cooperative,
            wanted,
            trials: cooperative::Trials::default(),
        })))
    }

    /// What is opened.
    pub fn adapter(&self) -> &Adapter {
        &self.0.adapter
    }

    /// What it can do.
    pub fn capabilities(&self) -> Capabilities {
        self.0.capabilities
    }

    /// How many kernels have been recorded so far.
    pub fn dispatches(&self) -> u64 {
        self.0.recorder.dispatches()
    }

    /// What has been copied to the adapter and from it so far.
    pub fn traffic(&self) -> Traffic {
        self.0.traffic.so_far()
    }

    /// A buffer of at least this many bytes, with no particular content.
    ///
    /// # Errors
    /// [`Error::Device`] when there is no memory, or the adapter has no buffers of this size.
    pub(crate) fn allocate(&self, bytes: u64) -> Result<Buffer, Error> {
        self.0.buffers.allocate(self, bytes)
    }

    /// A buffer of these bytes, a multiple of four.
    ///
    /// # Errors
    /// As [`WebGpu::allocate`].
    pub(crate) fn upload(&self, bytes: &[u8]) -> Result<Buffer, Error> {
        let buffer = self.allocate(bytes.len() as u64)?;
        self.0.recorder.write(self, &buffer, bytes)?;
        self.0.traffic.sent(bytes.len());
        Ok(buffer)
    }

    /// Records a kernel.
    ///
    /// # Errors
    /// [`Error::Device`] when the device has failed, now or before.
    pub(crate) fn dispatch(&self, dispatch: &Dispatch<'_>) -> Result<(), Error> {
        self.0.recorder.dispatch(self, dispatch)
    }

    /// Records a copy of `bytes` bytes, all three multiples of four.
    ///
    /// # Errors
    /// As [`WebGpu::dispatch`].
    pub(crate) fn copy(&self, from: (&Buffer, u64), to: (&Buffer, u64), bytes: u64) -> Result<(), Error> {
        self.0.recorder.copy(self, from, to, bytes)
    }

    /// `bytes` bytes of `buffer` from `offset` on, both multiples of four, once all that was recorded has run.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub(crate) fn download(&self, buffer: &Buffer, offset: u64, bytes: u64) -> Result<Vec<u8>, Error> {
        let read = self.0.recorder.read(self, buffer, offset, bytes)?;
        self.0.traffic.received(read.len());
        Ok(read)
    }

    /// Submits what is recorded, and waits until no more than a few submissions are under way.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub fn pace(&self) -> Result<(), Error> {
        self.0.recorder.pace(self)
    }

    /// Waits until all that was recorded has run.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub fn finish(&self) -> Result<(), Error> {
        self.0.recorder.finish(self)
    }

    /// Loses the device, as an adapter that is unplugged or reset does; all that follows fails.
    pub fn lose(&self) {
        self.0.device.destroy();
    }

    /// Workgroups for `count` of them in one row, folded into as many rows as the adapter's limit makes necessary. A kernel
    /// computes its place from all three of `workgroup_id` and `num_workgroups`, and ends when it is not below `count`.
    pub(crate) fn folded(&self, count: usize) -> [u32; 3] {
        let limit = self.0.capabilities.workgroups_an_axis as usize;
        let rows = count.div_ceil(limit).max(1);
        [count.div_ceil(rows).max(1) as u32, rows as u32, 1]
    }

    fn check(&self) -> Result<(), Error> {
        match self.0.faults.first() {
            Some(fault) => Err(self.failed(fault)),
            None => Ok(()),
        }
    }

    pub(crate) fn failed(&self, fault: DeviceFault) -> Error {
        Error::Device { device: self.0.adapter.name().to_owned(), fault }
    }
}

#[expect(unsafe_code, reason = "wgpu asks for it where a feature's interface may still change")]
fn experimental(wanted: bool) -> wgpu::ExperimentalFeatures {
    if wanted {
        // SAFETY: the only experimental feature asked for is cooperative matrices, whose kernel is compared with the plain
        // one on the adapter before it is used.
        unsafe { wgpu::ExperimentalFeatures::enabled() }
    } else {
        wgpu::ExperimentalFeatures::disabled()
    }
}

impl PartialEq for WebGpu {
    fn eq(&self, other: &WebGpu) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for WebGpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WebGpu").field(&self.0.adapter.name()).finish()
    }
}

#[cfg(test)]
mod tests;
