//! Memory of a CUDA device, for operations that are written once over buffers.

use std::sync::Arc;

use cudarc::driver::{DevicePtr, result};

use super::context::{Cuda, Memory};
use crate::Error;

/// What the driver takes along with the command. More of it than this it stages, for which it may wait for all that is under way, without
/// end ("API synchronization behavior" in NVIDIA's documentation of the driver).
const TAKEN_ALONG_BYTES: usize = 64 << 10;

/// Device memory; clones share it.
#[derive(Clone)]
pub(crate) struct Buffer {
    memory: Arc<Memory>,
    bytes: u64,
}

impl Buffer {
    /// With no particular content.
    ///
    /// # Errors
    /// [`Error::Device`] when there is no memory.
    pub(crate) fn new(cuda: &Cuda, bytes: u64) -> Result<Buffer, Error> {
        let size = usize::try_from(bytes).expect("sizes fit in memory");
        Ok(Buffer { memory: Arc::new(cuda.allocate(size)?), bytes })
    }

    /// Of these bytes.
    ///
    /// # Errors
    /// As [`Buffer::new`].
    pub(crate) fn upload(cuda: &Cuda, bytes: &[u8]) -> Result<Buffer, Error> {
        let buffer = Buffer::new(cuda, bytes.len() as u64)?;
        cuda.write(&buffer.memory, bytes)?;
        Ok(buffer)
    }

    /// `bytes` bytes from `offset` on, after all that was asked for before.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    ///
    /// # Panics
    /// When there are not as many.
    pub(crate) fn download(&self, cuda: &Cuda, offset: u64, bytes: u64) -> Result<Vec<u8>, Error> {
        assert!(offset + bytes <= self.bytes, "{bytes} bytes from {offset} of {}", self.bytes);
        let mut read = vec![0u8; bytes as usize];
        cuda.read(&self.memory, offset as usize, &mut read)?;
        Ok(read)
    }

    /// Copies all of it to the beginning of `other`, after all that was asked for before.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When the other is shorter.
    pub(crate) fn copy_to(&self, cuda: &Cuda, other: &Buffer) -> Result<(), Error> {
        assert!(self.bytes <= other.bytes, "{} bytes into {}", self.bytes, other.bytes);
        cuda.ready()?;
        let stream = cuda.stream();
        let (from, to) = (self.memory.device_ptr(stream).0, other.memory.device_ptr(stream).0);
        // SAFETY: both are as long; what is freed meanwhile is freed in the stream's order.
        #[expect(unsafe_code, reason = "a call of the driver")]
        unsafe { result::memcpy_dtod_async(to, from, self.bytes as usize, stream.cu_stream()) }
            .map_err(|error| cuda.failed(error))
    }

    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Bytes.
    pub(crate) fn size(&self) -> u64 {
        self.bytes
    }
}

impl Cuda {
    /// Copies `bytes` to the beginning of `memory`, after all that was asked for before.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    ///
    /// # Panics
    /// When the memory is shorter.
    pub(super) fn write(&self, memory: &Memory, bytes: &[u8]) -> Result<(), Error> {
        assert!(bytes.len() <= memory.len(), "{} bytes into {}", bytes.len(), memory.len());
        if bytes.is_empty() {
            return Ok(());
        }
        if bytes.len() > TAKEN_ALONG_BYTES {
            // The wait that notices a device that hangs.
            self.finish()?;
        }
        self.ready()?;
        let stream = self.stream();
        let address = memory.device_ptr(stream).0;
        // SAFETY: the memory is as long, and the driver has read pageable bytes before it returns.
        #[expect(unsafe_code, reason = "a call of the driver")]
        unsafe { result::memcpy_htod_async(address, bytes, stream.cu_stream()) }.map_err(|error| self.failed(error))?;
        self.counter().sent(bytes.len());
        Ok(())
    }

    /// Fills `bytes` with what `memory` holds from `offset` on, after all that was asked for before.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    ///
    /// # Panics
    /// When the memory has not as many.
    pub(super) fn read(&self, memory: &Memory, offset: usize, bytes: &mut [u8]) -> Result<(), Error> {
        assert!(offset + bytes.len() <= memory.len(), "{} bytes from {offset} of {}", bytes.len(), memory.len());
        // The wait that notices a device that hangs; the copy waits without end.
        self.finish()?;
        if bytes.is_empty() {
            return Ok(());
        }
        let stream = self.stream();
        let address = memory.device_ptr(stream).0;
        // SAFETY: the memory is as long, and the stream is waited for before the bytes are read or freed.
        #[expect(unsafe_code, reason = "a call of the driver")]
        unsafe { result::memcpy_dtoh_async(bytes, address + offset as u64, stream.cu_stream()) }
            .and_then(|()| stream.synchronize())
            .map_err(|error| self.failed(error))?;
        self.counter().received(bytes.len());
        Ok(())
    }
}
