//! What crosses the bus between memory and a device, counted as launches are.

use std::{
    ops::{AddAssign, Sub},
    sync::atomic::{AtomicU64, Ordering},
};

/// Bytes copied between the process's memory and a device's. What a launch takes along as arguments, a few hundred bytes on every
/// device, is part of the launch and not counted, nor is what only poisons new memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    /// To the device.
    pub to_device: u64,
    /// From it.
    pub from_device: u64,
}

/// What was copied since `earlier`.
impl Sub for Traffic {
    type Output = Traffic;

    fn sub(self, earlier: Traffic) -> Traffic {
        Traffic { to_device: self.to_device - earlier.to_device, from_device: self.from_device - earlier.from_device }
    }
}

impl AddAssign for Traffic {
    fn add_assign(&mut self, other: Traffic) {
        self.to_device += other.to_device;
        self.from_device += other.from_device;
    }
}

/// The count of an opened device.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    to_device: AtomicU64,
    from_device: AtomicU64,
}

impl Counter {
    pub(crate) fn sent(&self, bytes: usize) {
        self.to_device.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn received(&self, bytes: usize) {
        self.from_device.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn so_far(&self) -> Traffic {
        Traffic {
            to_device: self.to_device.load(Ordering::Relaxed),
            from_device: self.from_device.load(Ordering::Relaxed),
        }
    }
}
