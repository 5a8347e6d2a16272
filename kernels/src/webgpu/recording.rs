//! Recording: kernels and copies gather in one command list, their uniforms in one arena, and go to the device in batches.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use super::{Buffer, DeviceFault, Shader, WebGpu};
use crate::Error;

/// A part of a buffer, as a kernel sees it: `bytes` bytes from `offset` on, the offset a multiple of 256.
pub(crate) struct Bound<'a> {
    pub(crate) buffer: &'a Buffer,
    pub(crate) offset: u64,
    pub(crate) bytes: u64,
}

/// One launch of a kernel.
pub(crate) struct Dispatch<'a> {
    pub(crate) shader: &'a Shader,
    /// Binding 0, in WGSL's layout of uniforms.
    pub(crate) uniforms: &'a [u8],
    /// Bindings 1 and on.
    pub(crate) buffers: &'a [Bound<'a>],
    /// Along x, y, z. Nothing is launched when one is 0.
    pub(crate) workgroups: [u32; 3],
    /// Floating-point operations, about: how long the kernel takes is judged by it.
    pub(crate) operations: f64,
}

/// Bytes of uniforms of one submission.
const ARENA_BYTES: u64 = 128 << 10;
/// Uniforms begin at multiples of this, on every adapter.
const UNIFORM_ALIGNMENT: usize = 256;
/// Staged bytes that make a submission, so that what was copied can be let go of.
const MAX_STAGED_BYTES: u64 = 64 << 20;
/// Submissions under way before the next one is waited with.
const MAX_IN_FLIGHT: usize = 2;
/// How long a submission should take: short enough to cancel, long enough to hide what submitting costs.
const TARGET: Duration = Duration::from_millis(30);
/// Operations of a submission before anything is known of the adapter's speed, and the fewest and most afterwards.
const FIRST_BUDGET: f64 = 2e9;
const BUDGETS: (f64, f64) = (1e8, 1e12);
/// How long a hardware adapter may take for a submission before it counts as hung. Drivers' own watchdogs are stricter.
const HANG: Duration = Duration::from_secs(30);
/// The same for an adapter that computes on the CPU, a thousand times slower.
const SOFTWARE_HANG: Duration = Duration::from_secs(600);

pub(super) struct Recorder {
    recording: Mutex<Recording>,
    dispatches: AtomicU64,
    hang: Duration,
    count_only: bool,
}

struct Recording {
    /// Present while something is recorded. Declared before the encoder: a pass ends before its list does.
    pass: Option<wgpu::ComputePass<'static>>,
    encoder: Option<wgpu::CommandEncoder>,
    arena: wgpu::Buffer,
    /// What the arena will hold.
    uniforms: Vec<u8>,
    staged: u64,
    /// Operations recorded, and how many make a submission.
    operations: f64,
    budget: f64,
    in_flight: VecDeque<Submission>,
    /// When the last submission was known to be done.
    retired: Instant,
}

struct Submission {
    index: wgpu::SubmissionIndex,
    submitted: Instant,
    operations: f64,
}

impl Recorder {
    pub(super) fn new(device: &wgpu::Device, is_software: bool, count_only: bool) -> Recorder {
        let arena = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("uniforms"),
            size: ARENA_BYTES,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let recording = Recording {
            pass: None,
            encoder: None,
            arena,
            uniforms: Vec::new(),
            staged: 0,
            operations: 0.0,
            budget: FIRST_BUDGET,
            in_flight: VecDeque::new(),
            retired: Instant::now(),
        };
        let hang = if is_software { SOFTWARE_HANG } else { HANG };
        Recorder { recording: Mutex::new(recording), dispatches: AtomicU64::new(0), hang, count_only }
    }

    pub(super) fn dispatches(&self) -> u64 {
        self.dispatches.load(Ordering::Relaxed)
    }

    pub(super) fn dispatch(&self, gpu: &WebGpu, dispatch: &Dispatch<'_>) -> Result<(), Error> {
        if dispatch.workgroups.contains(&0) {
            return Ok(());
        }
        let pipeline = gpu.0.shaders.pipeline(gpu, dispatch.shader)?;
        let mut recording = self.lock();
        let size = dispatch.uniforms.len().next_multiple_of(UNIFORM_ALIGNMENT);
        if recording.uniforms.len() + size > ARENA_BYTES as usize {
            recording.submit(gpu, self.hang)?;
        }
        let offset = recording.uniforms.len();
        recording.uniforms.extend_from_slice(dispatch.uniforms);
        recording.uniforms.resize(offset + size, 0);
        let uniform_binding = wgpu::BindGroupEntry {
            binding: 0,
            resource: binding(&recording.arena, offset as u64, dispatch.uniforms.len() as u64),
        };
        let others = dispatch.buffers.iter().zip(1..).map(|(bound, number)| wgpu::BindGroupEntry {
            binding: number,
            resource: binding(bound.buffer.handle(), bound.offset, bound.bytes.max(4).next_multiple_of(4)),
        });
        let entries: Vec<_> = std::iter::once(uniform_binding).chain(others).collect();
        let bind_group = gpu.0.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some(dispatch.shader.name),
            layout: &pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        self.dispatches.fetch_add(1, Ordering::Relaxed);
        if self.count_only {
            recording.uniforms.truncate(offset);
            return gpu.check();
        }
        let pass = recording.pass(&gpu.0.device);
        pass.set_pipeline(&pipeline);
        pass.set_bind_group(0, &bind_group, &[]);
        let [x, y, z] = dispatch.workgroups;
        pass.dispatch_workgroups(x, y, z);
        recording.operations += dispatch.operations;
        if recording.operations >= recording.budget {
            recording.submit(gpu, self.hang)?;
        }
        gpu.check()
    }

    pub(super) fn copy(&self, gpu: &WebGpu, from: (&Buffer, u64), to: (&Buffer, u64), bytes: u64) -> Result<(), Error> {
        if bytes > 0 {
            let mut recording = self.lock();
            let encoder = recording.between_passes(&gpu.0.device);
            encoder.copy_buffer_to_buffer(from.0.handle(), from.1, to.0.handle(), to.1, bytes);
        }
        gpu.check()
    }

    /// Staged and copied in its place among what is recorded: a write through the queue would come before all of it.
    pub(super) fn write(&self, gpu: &WebGpu, to: &Buffer, bytes: &[u8]) -> Result<(), Error> {
        for (index, bytes) in bytes.chunks(MAX_STAGED_BYTES as usize).enumerate() {
            let size = bytes.len() as u64;
            let staging = gpu.0.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("staging"),
                size,
                usage: wgpu::BufferUsages::COPY_SRC,
                mapped_at_creation: true,
            });
            gpu.check()?;
            let mut mapped = staging.get_mapped_range_mut(..).map_err(|error| gpu.failed(invalid(&error)))?;
            mapped.copy_from_slice(bytes);
            drop(mapped);
            staging.unmap();
            let mut recording = self.lock();
            let encoder = recording.between_passes(&gpu.0.device);
            encoder.copy_buffer_to_buffer(&staging, 0, to.handle(), index as u64 * MAX_STAGED_BYTES, size);
            recording.staged += size;
            if recording.staged >= MAX_STAGED_BYTES {
                recording.submit(gpu, self.hang)?;
            }
        }
        gpu.check()
    }

    pub(super) fn read(&self, gpu: &WebGpu, from: &Buffer, offset: u64, bytes: u64) -> Result<Vec<u8>, Error> {
        if bytes == 0 {
            gpu.check()?;
            return Ok(Vec::new());
        }
        let readable = gpu.0.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("readable"),
            size: bytes,
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        gpu.check()?;
        let mut recording = self.lock();
        let encoder = recording.between_passes(&gpu.0.device);
        encoder.copy_buffer_to_buffer(from.handle(), offset, &readable, 0, bytes);
        recording.submit(gpu, self.hang)?;
        // The callback may never be called when the device is lost; what it would tell is kept as a fault as well.
        let faults = std::sync::Arc::clone(&gpu.0.faults);
        readable.slice(..).map_async(wgpu::MapMode::Read, move |mapped| {
            if let Err(error) = mapped {
                faults.keep(DeviceFault::Lost { reason: error.to_string() });
            }
        });
        recording.retire_until(gpu, 0, self.hang)?;
        drop(recording);
        gpu.check()?;
        let mapped = readable.get_mapped_range(..).map_err(|error| gpu.failed(invalid(&error)))?;
        Ok(mapped.to_vec())
    }

    pub(super) fn pace(&self, gpu: &WebGpu) -> Result<(), Error> {
        self.lock().submit(gpu, self.hang)
    }

    pub(super) fn finish(&self, gpu: &WebGpu) -> Result<(), Error> {
        let mut recording = self.lock();
        recording.submit(gpu, self.hang)?;
        recording.retire_until(gpu, 0, self.hang)
    }

    fn lock(&self) -> MutexGuard<'_, Recording> {
        self.recording.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recording {
    fn encoder(&mut self, device: &wgpu::Device) -> &mut wgpu::CommandEncoder {
        self.encoder.get_or_insert_with(|| device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default()))
    }

    fn between_passes(&mut self, device: &wgpu::Device) -> &mut wgpu::CommandEncoder {
        self.pass = None;
        self.encoder(device)
    }

    fn pass(&mut self, device: &wgpu::Device) -> &mut wgpu::ComputePass<'static> {
        if self.pass.is_none() {
            let descriptor = wgpu::ComputePassDescriptor::default();
            self.pass = Some(self.encoder(device).begin_compute_pass(&descriptor).forget_lifetime());
        }
        self.pass.as_mut().expect("just begun")
    }

    /// Hands what is recorded to the device, and waits while too much is under way.
    fn submit(&mut self, gpu: &WebGpu, hang: Duration) -> Result<(), Error> {
        self.pass = None;
        if let Some(encoder) = self.encoder.take() {
            // Lands before this submission's first command and after those of the one before, which have the same arena.
            if !self.uniforms.is_empty() {
                gpu.0.queue.write_buffer(&self.arena, 0, &self.uniforms);
            }
            let index = gpu.0.queue.submit([encoder.finish()]);
            self.in_flight.push_back(Submission { index, submitted: Instant::now(), operations: self.operations });
            self.uniforms.clear();
            self.staged = 0;
            self.operations = 0.0;
        }
        gpu.check()?;
        self.retire_until(gpu, MAX_IN_FLIGHT, hang)
    }

    /// Waits until no more than `left` submissions are under way.
    fn retire_until(&mut self, gpu: &WebGpu, left: usize, hang: Duration) -> Result<(), Error> {
        while self.in_flight.len() > left {
            let Submission { index, submitted, operations } = self.in_flight.pop_front().expect("more than none");
            let wait = wgpu::PollType::Wait { submission_index: Some(index), timeout: Some(hang) };
            match gpu.0.device.poll(wait) {
                Ok(_) => {}
                Err(wgpu::PollError::Timeout) => {
                    gpu.0.faults.keep(DeviceFault::Hung { seconds: hang.as_secs() });
                }
                Err(error) => gpu.0.faults.keep(invalid(&error)),
            }
            gpu.check()?;
            let now = Instant::now();
            self.adapt(now - submitted.max(self.retired), operations);
            self.retired = now;
        }
        gpu.check()
    }

    /// Brings submissions nearer to the target, after one of `operations` took `time`.
    fn adapt(&mut self, time: Duration, operations: f64) {
        // Of small ones the time is mostly that of submitting.
        if operations >= self.budget / 2.0 {
            let wanted = operations * TARGET.as_secs_f64() / time.as_secs_f64().max(1e-4);
            self.budget = wanted.clamp(self.budget / 4.0, self.budget * 4.0).clamp(BUDGETS.0, BUDGETS.1);
        }
    }
}

fn binding(buffer: &wgpu::Buffer, offset: u64, bytes: u64) -> wgpu::BindingResource<'_> {
    wgpu::BindingResource::Buffer(wgpu::BufferBinding { buffer, offset, size: std::num::NonZero::new(bytes) })
}

fn invalid(error: &dyn std::error::Error) -> DeviceFault {
    DeviceFault::Invalid { reason: error.to_string() }
}
