//! An opened device: its stream, memory and loaded kernels.

use std::{
    collections::{HashMap, VecDeque},
    ffi::{CString, c_void},
    fmt, mem, ptr,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use cudarc::driver::{
    CudaContext, CudaEvent, CudaSlice, CudaStream, DevicePtr, DriverError,
    result::{self, device, mem_pool},
    sys,
};

use super::{
    driver::{self, AMPERE, Module},
    fault,
    launch::{Argument, Launch},
    product::Products,
};
use crate::{
    Error,
    precision::Precision,
    traffic::{Counter, Traffic},
    webgpu::DeviceFault,
    weight::Format,
};

/// The least compute capability that the kernels have code for.
const LEAST_CAPABILITY: (i32, i32) = (7, 5);
/// Batches of work that may be under way at [`Cuda::pace`].
const PACED_BATCHES: usize = 2;
/// How long a wait asks without a pause, which is what a run's last kernels take.
const EAGER_WAIT: Duration = Duration::from_millis(50);

/// What stands for device memory in launches.
pub(crate) type Memory = CudaSlice<u8>;

/// How a device is opened; `default` is what runs use.
#[derive(Debug, Clone, Copy)]
pub struct Configuration {
    /// Fill new memory with bytes that are no number, so that whatever relies on zeros fails.
    pub poison: bool,
    /// A wait that takes longer than this is taken for a device that hangs.
    pub hung_after: Duration,
}

impl Default for Configuration {
    fn default() -> Configuration {
        Configuration { poison: false, hung_after: Duration::from_secs(60) }
    }
}

/// An opened CUDA device; clones share it. All its work runs in order, on one stream, and nothing but [`Cuda::finish`],
/// [`Cuda::pace`] and reading a result waits for it.
#[derive(Clone)]
pub struct Cuda(Arc<Opened>);

struct Opened {
    index: usize,
    name: String,
    capability: (i32, i32),
    multiprocessors: u32,
    memory_bytes: u64,
    driver: i32,
    configuration: Configuration,
    stream: Arc<CudaStream>,
    products: Mutex<Products>,
    kernels: Mutex<HashMap<String, Kernel>>,
    batches: Mutex<VecDeque<CudaEvent>>,
    dispatches: AtomicU64,
    traffic: Counter,
    /// The fault after which nothing works any more.
    ended: OnceLock<DeviceFault>,
    module: Module,
}

#[derive(Clone, Copy)]
struct Kernel(sys::CUfunction);

// SAFETY: a handle that the driver lets any thread use.
#[expect(unsafe_code, reason = "the driver's handle is a pointer")]
unsafe impl Send for Kernel {}

/// A device that can be opened here.
#[derive(Debug, Clone)]
pub struct CudaDevice {
    /// Its number.
    pub index: usize,
    /// Its name, as NVIDIA calls it.
    pub name: String,
    /// Its compute capability, major and minor.
    pub capability: (i32, i32),
}

impl fmt::Display for CudaDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor) = self.capability;
        write!(f, "{} (compute capability {major}.{minor})", self.name)
    }
}

impl Cuda {
    /// How many devices there are, those that are too old included.
    ///
    /// # Errors
    /// Why there are none: what has to be installed.
    pub fn count() -> Result<usize, String> {
        driver::libraries()?;
        let count = result::init().and_then(|()| CudaContext::device_count());
        let count = count.map_err(|error| format!("NVIDIA's driver does not start: {}", fault::text(error)))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// The devices that the driver and the kernels serve; none is opened.
    ///
    /// # Errors
    /// Why there are none: what has to be installed.
    pub fn devices() -> Result<Vec<CudaDevice>, String> {
        let count = Cuda::count()?;
        driver::version().map_err(fault::text).and_then(driver::check_version)?;
        let described = |index| driver::device(index).map_err(fault::text);
        let devices = (0..count).map(described).collect::<Result<Vec<_>, String>>()?;
        Ok(devices.into_iter().filter(|device| device.capability >= LEAST_CAPABILITY).collect())
    }

    /// Opens the device with this number.
    ///
    /// # Errors
    /// [`Error::Device`]: what is missing, or what the driver says.
    pub fn open(index: usize) -> Result<Cuda, Error> {
        Cuda::open_with(index, Configuration::default())
    }

    /// The same, so configured.
    ///
    /// # Errors
    /// As [`Cuda::open`].
    pub fn open_with(index: usize, configuration: Configuration) -> Result<Cuda, Error> {
        let device = format!("cuda:{index}");
        let refused = |reason: String| Error::Device { device: device.clone(), fault: DeviceFault::Refused { reason } };
        let count = Cuda::count().map_err(refused)?;
        if index >= count {
            return Err(refused(match count {
                0 => "the driver shows no device".to_owned(),
                _ => format!("the last device is cuda:{}", count - 1),
            }));
        }
        let driver = driver::version().map_err(|error| refused(fault::text(error)))?;
        driver::check_version(driver).map_err(refused)?;
        let opened = Opened::new(index, driver, configuration).map_err(|error| match error {
            Refusal::Driver(error) => Error::Device { device: device.clone(), fault: fault::of_opening(error) },
            Refusal::Reason(reason) => refused(reason),
        })?;
        Ok(Cuda(Arc::new(opened)))
    }

    /// Its number.
    pub fn index(&self) -> usize {
        self.0.index
    }

    /// Its name, as NVIDIA calls it.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its compute capability, major and minor.
    pub fn capability(&self) -> (i32, i32) {
        self.0.capability
    }

    /// Its multiprocessors.
    pub(crate) fn multiprocessors(&self) -> u32 {
        self.0.multiprocessors
    }

    /// Its memory, bytes.
    pub fn memory_bytes(&self) -> u64 {
        self.0.memory_bytes
    }

    /// What it is, for people.
    pub fn description(&self) -> String {
        let (major, minor) = self.capability();
        format!("{} (compute capability {major}.{minor}, driver for CUDA {})", self.name(), self.driver())
    }

    /// Kernels and products that were launched so far.
    pub fn dispatches(&self) -> u64 {
        self.0.dispatches.load(Ordering::Relaxed)
    }

    /// Counts a launch.
    pub(super) fn dispatched(&self) {
        self.0.dispatches.fetch_add(1, Ordering::Relaxed);
    }

    /// What was copied to the device and from it so far.
    pub fn traffic(&self) -> Traffic {
        self.0.traffic.so_far()
    }

    /// Where copies are counted.
    pub(super) fn counter(&self) -> &Counter {
        &self.0.traffic
    }

    /// The CUDA version that its driver supports, as in `13.0`.
    pub fn driver(&self) -> String {
        format!("{}.{}", self.0.driver / 1000, self.0.driver % 1000 / 10)
    }

    /// The format of products' operands in this precision.
    ///
    /// # Errors
    /// [`Error::Precision`] where the device has no such products; another precision is never taken instead.
    pub fn operands(&self, precision: Precision) -> Result<Format, Error> {
        match precision {
            Precision::F32 => Ok(Format::F32),
            Precision::F16 => Ok(Format::F16),
            Precision::Bf16 if self.capability() >= AMPERE => Ok(Format::Bf16),
            Precision::Bf16 => Err(Error::Precision {
                precision,
                reason: format!("{} has no bf16 products (compute capability below 8.0): use f16 or f32", self.name()),
            }),
        }
    }

    pub(super) fn stream(&self) -> &Arc<CudaStream> {
        &self.0.stream
    }

    /// cuBLASLt, one caller at a time.
    pub(super) fn products(&self) -> MutexGuard<'_, Products> {
        self.0.products.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The error for a call of the driver that failed.
    pub(super) fn failed(&self, error: DriverError) -> Error {
        self.fault(fault::of_driver(error))
    }

    /// The error for a fault. After one that ends the device, every later error is this one.
    pub(super) fn fault(&self, fault: DeviceFault) -> Error {
        let ends_it = matches!(fault, DeviceFault::Lost { .. } | DeviceFault::Hung { .. });
        let is_first = ends_it && self.0.ended.set(fault.clone()).is_ok();
        if is_first && matches!(fault, DeviceFault::Hung { .. }) {
            // Closing it would wait for what it hangs in: it stays open for as long as the process lives.
            mem::forget(self.clone());
        }
        let fault = self.0.ended.get().cloned().unwrap_or(fault);
        Error::Device { device: format!("cuda:{}", self.index()), fault }
    }

    /// Whether it still works; this thread's calls of the driver are then for it.
    ///
    /// # Errors
    /// [`Error::Device`], at once, when it was lost or hangs.
    pub(super) fn ready(&self) -> Result<(), Error> {
        match self.0.ended.get() {
            Some(fault) => Err(self.fault(fault.clone())),
            None => self.stream().context().bind_to_thread().map_err(|error| self.failed(error)),
        }
    }

    /// Memory of so many bytes, whose contents are nothing to rely on. It is taken from the device's pool in the stream's order
    /// and goes back there.
    ///
    /// # Errors
    /// [`Error::Device`] when there is no more.
    pub(crate) fn allocate(&self, bytes: usize) -> Result<Memory, Error> {
        self.ready()?;
        // Whole vectors, and never nothing, which the driver refuses.
        let bytes = bytes.next_multiple_of(16).max(16);
        // SAFETY: bytes have no invalid values; nothing reads them before a kernel or a copy has written them.
        #[expect(unsafe_code, reason = "memory that nothing was written to")]
        let memory = unsafe { self.stream().alloc::<u8>(bytes) };
        let memory = memory.map_err(|error| match fault::of_driver(error) {
            DeviceFault::OutOfMemory { .. } => self.fault(DeviceFault::OutOfMemory {
                reason: format!("{} MiB more were asked for", bytes.div_ceil(1 << 20)),
            }),
            fault => self.fault(fault),
        })?;
        if self.0.configuration.poison {
            let address = memory.device_ptr(self.stream()).0;
            // SAFETY: the memory is as long.
            #[expect(unsafe_code, reason = "a call of the driver")]
            unsafe { result::memset_d8_async(address, 0xff, bytes, self.stream().cu_stream()) }
                .map_err(|error| self.failed(error))?;
        }
        Ok(memory)
    }

    /// Runs a kernel after all that was asked for before.
    ///
    /// # Errors
    /// [`Error::Device`].
    pub(crate) fn launch(&self, launch: &Launch<'_, Memory>) -> Result<(), Error> {
        if launch.grid.contains(&0) {
            return Ok(());
        }
        self.ready()?;
        let kernel = self.kernel(&launch.kernel, launch.shared_bytes)?;
        self.dispatched();
        // What the driver reads each argument from: its first bytes where it is shorter, as all of CUDA's hosts are little-endian.
        let mut values: Vec<u64> = Vec::with_capacity(launch.arguments.len());
        for argument in &launch.arguments {
            values.push(match argument {
                Argument::Address(memory, offset) => memory.device_ptr(self.stream()).0 + *offset as u64,
                Argument::Null | Argument::Ints(_) => 0,
                Argument::Long(value) => value.cast_unsigned(),
                Argument::Int(value) => value.cast_unsigned().into(),
                Argument::Float(value) => value.to_bits().into(),
            });
        }
        let address = |(argument, value): (&Argument<'_, Memory>, &u64)| match argument {
            Argument::Ints(values) => values.as_ptr().cast_mut().cast::<c_void>(),
            _ => ptr::from_ref(value).cast_mut().cast(),
        };
        let mut parameters: Vec<*mut c_void> = launch.arguments.iter().zip(&values).map(address).collect();
        let [x, y] = launch.grid;
        // SAFETY: `launches` gives each kernel the parameters that it declares, which `tests/cuda_kernels` holds them to, and the
        // driver copies them before it returns; memory that is freed meanwhile is freed in the stream's order.
        #[expect(unsafe_code, reason = "a kernel is trusted with its parameters")]
        unsafe {
            result::launch_kernel(
                kernel.0,
                (x, y, 1),
                (launch.threads, 1, 1),
                launch.shared_bytes,
                self.stream().cu_stream(),
                &mut parameters,
            )
        }
        .map_err(|error| self.fault(fault::of_launch(&launch.kernel, error)))
    }

    fn kernel(&self, name: &str, shared_bytes: u32) -> Result<Kernel, Error> {
        let mut kernels = self.0.kernels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kernel) = kernels.get(name) {
            return Ok(*kernel);
        }
        let failed = |error| self.fault(fault::of_launch(name, error));
        let terminated = CString::new(name).expect("kernels' names are letters");
        // SAFETY: the module is loaded.
        #[expect(unsafe_code, reason = "a call of the driver")]
        let function = unsafe { result::module::get_function(self.0.module.handle, terminated) }.map_err(failed)?;
        if shared_bytes > 0 {
            let attribute = sys::CUfunction_attribute::CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
            // As much as a launch of it may ever want: without this the driver gives 48 KiB.
            let most = self.0.shared_bytes().map_err(failed)?;
            // SAFETY: the function is of a loaded module.
            #[expect(unsafe_code, reason = "a call of the driver")]
            unsafe { result::function::set_function_attribute(function, attribute, most) }.map_err(failed)?;
        }
        kernels.insert(name.to_owned(), Kernel(function));
        Ok(Kernel(function))
    }

    /// Called now and then in a long run: waits while more than a few batches of work are under way, so that a run that is
    /// canceled leaves little behind.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub fn pace(&self) -> Result<(), Error> {
        let event = self.event()?;
        let mut batches = self.0.batches.lock().unwrap_or_else(PoisonError::into_inner);
        batches.push_back(event);
        while batches.len() > PACED_BATCHES {
            let oldest = batches.pop_front().expect("there are several");
            self.wait(&oldest)?;
        }
        Ok(())
    }

    /// Waits until all that was asked for is done.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub fn finish(&self) -> Result<(), Error> {
        self.0.batches.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.wait(&self.event()?)
    }

    /// Behind all that was asked for before.
    pub(super) fn event(&self) -> Result<CudaEvent, Error> {
        self.ready()?;
        self.stream().record_event(None).map_err(|error| self.failed(error))
    }

    fn wait(&self, event: &CudaEvent) -> Result<(), Error> {
        let start = Instant::now();
        while !event.try_is_complete().map_err(|error| self.failed(error))? {
            let (waited, hung_after) = (start.elapsed(), self.0.configuration.hung_after);
            if waited >= hung_after {
                return Err(self.fault(DeviceFault::Hung { seconds: hung_after.as_secs() }));
            }
            if waited < EAGER_WAIT {
                std::thread::yield_now();
            } else {
                std::thread::sleep(Duration::from_micros(200));
            }
        }
        Ok(())
    }
}

/// Why a device is not opened.
pub(super) enum Refusal {
    Driver(DriverError),
    Reason(String),
}

impl From<DriverError> for Refusal {
    fn from(error: DriverError) -> Refusal {
        Refusal::Driver(error)
    }
}

impl Opened {
    fn new(index: usize, driver: i32, configuration: Configuration) -> Result<Opened, Refusal> {
        let context = CudaContext::new(index)?;
        let capability = context.compute_capability()?;
        if capability < LEAST_CAPABILITY {
            return Err(Refusal::Reason(format!(
                "its compute capability is {}.{}, and the kernels need {}.{} or more",
                capability.0, capability.1, LEAST_CAPABILITY.0, LEAST_CAPABILITY.1
            )));
        }
        // SAFETY: all that is allocated here is used on one stream, whose order is all the synchronisation there is need of.
        #[expect(unsafe_code, reason = "memory is not tracked by events")]
        unsafe {
            context.disable_event_tracking();
        }
        keep_freed_memory(&context)?;
        let stream = context.new_stream()?;
        let products = Products::new(&stream)?;
        let multiprocessors = context.attribute(sys::CUdevice_attribute::CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT)?;
        Ok(Opened {
            index,
            name: context.name()?,
            capability,
            multiprocessors: multiprocessors.unsigned_abs(),
            memory_bytes: context.total_mem()? as u64,
            driver,
            configuration,
            stream,
            products: Mutex::new(products),
            kernels: Mutex::default(),
            batches: Mutex::default(),
            dispatches: AtomicU64::default(),
            traffic: Counter::default(),
            ended: OnceLock::new(),
            module: Module::load(&context, driver, capability)?,
        })
    }

    /// The most shared memory of a block, bytes.
    fn shared_bytes(&self) -> Result<i32, DriverError> {
        let attribute = sys::CUdevice_attribute::CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
        self.module.context.attribute(attribute)
    }
}

/// Has the device's pool keep what is freed, for the next run: else each wait would give it back to the system.
fn keep_freed_memory(context: &CudaContext) -> Result<(), DriverError> {
    if !context.has_async_alloc() {
        return Ok(());
    }
    let mut threshold = u64::MAX;
    // SAFETY: the device exists and has pools; the attribute is a 64-bit number.
    #[expect(unsafe_code, reason = "calls of the driver")]
    unsafe {
        let pool = device::get_default_mem_pool(context.cu_device())?;
        let attribute = sys::CUmemPool_attribute::CU_MEMPOOL_ATTR_RELEASE_THRESHOLD;
        mem_pool::set_attribute(pool, attribute, (&raw mut threshold).cast())
    }
}

impl PartialEq for Cuda {
    fn eq(&self, other: &Cuda) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Cuda {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cuda:{} ({})", self.index(), self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a device it opens, and without one the reason says what is missing; neither is a panic.
    #[test]
    fn opening_says_what_is_missing() {
        match Cuda::count() {
            Ok(count) => {
                let Err(Error::Device { fault: DeviceFault::Refused { reason }, .. }) = Cuda::open(count) else {
                    panic!("there is no device cuda:{count}")
                };
                assert!(reason.contains("device"), "{reason}");
                for index in 0..count {
                    let cuda = Cuda::open(index).unwrap();
                    assert!(cuda.memory_bytes() > 0 && cuda.multiprocessors() > 0, "{cuda:?}");
                }
            }
            Err(reason) => {
                let known = ["libcuda", "cuBLASLt", "driver"].iter().any(|part| reason.contains(part));
                assert!(known, "{reason}");
                let refused = Cuda::open(0).unwrap_err().to_string();
                assert!(refused.contains(&reason), "{refused}");
                eprintln!("no CUDA device here: {reason}");
            }
        }
    }
}
