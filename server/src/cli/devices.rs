//! `devices`: what there is to run on.

use clap::Args;
use engine::device::Device;
use serde_json::json;

use super::{Exit, Failure, print_line};

/// List the devices that generate and serve can run on.
#[derive(Debug, Args)]
pub struct Devices {
    /// Print one JSON array: name, description and software of each; an adapter that computes on the CPU is software, and only
    /// used when it is named.
    #[arg(long)]
    json: bool,
}

impl Devices {
    pub fn run(self) -> Result<Exit, Failure> {
        let devices = Device::all();
        if self.json {
            let list: Vec<_> =
                devices.iter().map(|device| json!({"name": device.name, "description": device.description, "software": device.is_software})).collect();
            print_line(json!(list))?;
        } else {
            for device in devices {
                print_line(format_args!("{:<12} {}", device.name, device.description))?;
            }
        }
        Ok(Exit::Done)
    }
}
