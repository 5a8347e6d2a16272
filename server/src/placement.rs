//! Where and how exactly networks run, as a user said; the device is opened when the first network needs it.

use std::cell::OnceCell;

use engine::{compute::Compute, device::DeviceRequest, precision::Precision};

/// A request for a device and a precision. What needs neither, such as the built-in model, opens nothing.
#[derive(Debug)]
pub struct Placement {
    device: DeviceRequest,
    precision: Precision,
    opened: OnceCell<Compute>,
}

impl Placement {
    /// Nothing is opened yet.
    pub fn new(device: DeviceRequest, precision: Precision) -> Placement {
        Placement { device, precision, opened: OnceCell::new() }
    }

    /// The device, opened once, with its precision.
    ///
    /// # Errors
    /// [`engine::Error::Device`] when it cannot be had, [`engine::Error::Kernel`] when it does not open or lacks the precision.
    pub fn compute(&self) -> Result<Compute, engine::Error> {
        if let Some(compute) = self.opened.get() {
            return Ok(compute.clone());
        }
        let compute = Compute::new(self.device.open()?, self.precision)?;
        Ok(self.opened.get_or_init(|| compute).clone())
    }
}
