//! Device memory. A network asks for the same sizes again and again, so buffers are kept and reused.
//!
//! A buffer goes back to the pool when its last owner lets go of it, which may be before the kernels that use it have run:
//! work runs in the order in which it is recorded, so the next owner's comes after.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use super::{DeviceFault, WebGpu};
use crate::Error;

/// Sizes are rounded up to multiples of this, so that similar ones share buffers; also what bindings are aligned to, on every
/// adapter.
pub(super) const GRANULE: u64 = 256;

/// Buffers that nobody owns, by size.
type Free = Mutex<BTreeMap<u64, Vec<wgpu::Buffer>>>;

pub(super) struct Pool {
    free: Arc<Free>,
    poison: bool,
}

/// Device memory; clones share it.
#[derive(Clone)]
pub(crate) struct Buffer(Arc<Owned>);

struct Owned {
    /// Taken when it goes back.
    handle: Option<wgpu::Buffer>,
    free: Weak<Free>,
}

impl Pool {
    pub(super) fn new(poison: bool) -> Pool {
        Pool { free: Arc::default(), poison }
    }

    pub(super) fn allocate(&self, gpu: &WebGpu, bytes: u64) -> Result<Buffer, Error> {
        gpu.check()?;
        let size = bytes.max(1).next_multiple_of(GRANULE);
        let limit = gpu.0.device.limits().max_buffer_size;
        if size > limit {
            let reason = format!("{size} bytes at once; the adapter's buffers have at most {limit}");
            return Err(gpu.failed(DeviceFault::OutOfMemory { reason }));
        }
        let kept = self.free.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&size).and_then(Vec::pop);
        let handle = match kept {
            Some(handle) => handle,
            None => gpu.0.device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size,
                usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            }),
        };
        gpu.check()?;
        let buffer = Buffer(Arc::new(Owned { handle: Some(handle), free: Arc::downgrade(&self.free) }));
        if self.poison {
            // All bits set: no number as f32 and as f16, and an index beyond everything.
            gpu.0.recorder.write(gpu, &buffer, &vec![0xFF; size as usize])?;
        }
        Ok(buffer)
    }
}

impl Buffer {
    pub(super) fn handle(&self) -> &wgpu::Buffer {
        self.0.handle.as_ref().expect("taken only when the last owner lets go")
    }

    /// Bytes that it has room for.
    pub(crate) fn size(&self) -> u64 {
        self.handle().size()
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        if let (Some(handle), Some(free)) = (self.handle.take(), self.free.upgrade()) {
            let mut free = free.lock().unwrap_or_else(PoisonError::into_inner);
            free.entry(handle.size()).or_default().push(handle);
        }
    }
}
