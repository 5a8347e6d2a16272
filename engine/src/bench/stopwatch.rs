//! The clock, read when the device has nothing left to do.

use std::{
    iter::Sum,
    ops::{AddAssign, Sub},
    time::Instant,
};

use kernels::{device::Device, traffic::Traffic};

use crate::Error;

/// What a device was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Asked {
    /// Kernels launched.
    pub(super) dispatches: u64,
    pub(super) traffic: Traffic,
}

/// What a piece of a run took.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lap {
    pub(super) ms: f64,
    pub(super) asked: Asked,
}

impl Asked {
    pub(super) fn so_far(device: &Device) -> Asked {
        Asked { dispatches: device.dispatches(), traffic: device.traffic() }
    }
}

/// What was asked for since `earlier`.
impl Sub for Asked {
    type Output = Asked;

    fn sub(self, earlier: Asked) -> Asked {
        Asked { dispatches: self.dispatches - earlier.dispatches, traffic: self.traffic - earlier.traffic }
    }
}

impl AddAssign for Lap {
    fn add_assign(&mut self, other: Lap) {
        self.ms += other.ms;
        self.asked.dispatches += other.asked.dispatches;
        self.asked.traffic += other.asked.traffic;
    }
}

impl Sum for Lap {
    fn sum<I: Iterator<Item = Lap>>(laps: I) -> Lap {
        laps.fold(Lap::default(), |mut sum, lap| {
            sum += lap;
            sum
        })
    }
}

pub(super) struct Stopwatch<'a> {
    device: &'a Device,
    began: Instant,
    asked: Asked,
}

impl Stopwatch<'_> {
    pub(super) fn start(device: &Device) -> Result<Stopwatch<'_>, Error> {
        device.finish()?;
        Ok(Stopwatch { device, began: Instant::now(), asked: Asked::so_far(device) })
    }

    /// What was done since the start or the last lap, all of it.
    pub(super) fn lap(&mut self) -> Result<Lap, Error> {
        self.device.finish()?;
        let (now, asked) = (Instant::now(), Asked::so_far(self.device));
        let lap = Lap { ms: (now - self.began).as_secs_f64() * 1e3, asked: asked - self.asked };
        (self.began, self.asked) = (now, asked);
        Ok(lap)
    }
}
