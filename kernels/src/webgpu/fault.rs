//! What goes wrong on a device, which wgpu tells in callbacks, kept for the next call that can fail.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Why a device failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeviceFault {
    /// The driver did not open it.
    #[error("its driver does not open it: {reason}")]
    Refused {
        /// What the driver said.
        reason: String,
    },
    /// It was unplugged, reset, or its driver gave up.
    #[error("it was lost: {reason}")]
    Lost {
        /// What the driver said.
        reason: String,
    },
    /// Its memory is used up.
    #[error("its memory is used up: {reason}; a lower --precision or --resolution needs less")]
    OutOfMemory {
        /// What was asked for.
        reason: String,
    },
    /// It did not finish in time.
    #[error("it has not answered for {seconds} s")]
    Hung {
        /// How long was waited, seconds.
        seconds: u64,
    },
    /// It refused what it was given: a defect of ours or of its driver.
    #[error("it refused a command: {reason}")]
    Invalid {
        /// What it said.
        reason: String,
    },
}

/// The first fault of a device.
#[derive(Debug, Default)]
pub(super) struct Faults(Mutex<Option<DeviceFault>>);

impl Faults {
    /// Listens to `device`.
    pub(super) fn watch(device: &wgpu::Device) -> Arc<Faults> {
        let faults = Arc::new(Faults::default());
        let uncaptured = Arc::clone(&faults);
        device.on_uncaptured_error(Arc::new(move |error| uncaptured.keep(classified(&error))));
        let lost = Arc::clone(&faults);
        device.set_device_lost_callback(move |reason, message| {
            lost.keep(DeviceFault::Lost { reason: format!("{reason:?} {message}").trim().to_owned() });
        });
        faults
    }

    pub(super) fn keep(&self, fault: DeviceFault) {
        // What comes after the first is its consequence.
        self.slot().get_or_insert(fault);
    }

    pub(super) fn first(&self) -> Option<DeviceFault> {
        self.slot().clone()
    }

    fn slot(&self) -> MutexGuard<'_, Option<DeviceFault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn classified(error: &wgpu::Error) -> DeviceFault {
    match error {
        wgpu::Error::OutOfMemory { source } => DeviceFault::OutOfMemory { reason: source.to_string() },
        wgpu::Error::Validation { description, .. } | wgpu::Error::Internal { description, .. } => {
            DeviceFault::Invalid { reason: description.clone() }
        }
    }
}
