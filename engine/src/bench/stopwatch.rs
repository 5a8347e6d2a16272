//! The clock, read when the device has nothing left to do.

use std::{ops::AddAssign, time::Instant};

use kernels::device::Device;

use crate::Error;

/// What a piece of a run took.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lap {
    pub(super) ms: f64,
    /// Kernels launched.
    pub(super) dispatches: u64,
}

impl AddAssign for Lap {
    fn add_assign(&mut self, other: Lap) {
        self.ms += other.ms;
        self.dispatches += other.dispatches;
    }
}

pub(super) struct Stopwatch<'a> {
    device: &'a Device,
    began: Instant,
    dispatches: u64,
}

impl Stopwatch<'_> {
    pub(super) fn start(device: &Device) -> Result<Stopwatch<'_>, Error> {
        device.finish()?;
        Ok(Stopwatch { device, began: Instant::now(), dispatches: device.dispatches() })
    }

    /// What was done since the start or the last lap, all of it.
    pub(super) fn lap(&mut self) -> Result<Lap, Error> {
        self.device.finish()?;
        let (now, dispatches) = (Instant::now(), self.device.dispatches());
        let lap = Lap { ms: (now - self.began).as_secs_f64() * 1e3, dispatches: dispatches - self.dispatches };
        (self.began, self.dispatches) = (now, dispatches);
        Ok(lap)
    }
}
