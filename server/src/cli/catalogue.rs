//! `devices` and `models`: what there is to choose from.

use clap::Args;
use engine::{device::Device, registry};
use serde_json::json;

use super::{Exit, Failure, print_line};

/// List the devices that generate and serve can run on.
#[derive(Debug, Args)]
pub struct Devices {
    /// Print one JSON array: name and description of each.
    #[arg(long)]
    json: bool,
}

impl Devices {
    pub fn run(self) -> Result<Exit, Failure> {
        let devices = Device::all();
        if self.json {
            let list: Vec<_> = devices
                .iter()
                .map(|device| json!({"name": device.to_string(), "description": device.description()}))
                .collect();
            print_line(json!(list))?;
        } else {
            for device in devices {
                print_line(format_args!("{device:<12} {}", device.description()))?;
            }
        }
        Ok(Exit::Done)
    }
}

/// List the models that generate and serve can run.
#[derive(Debug, Args)]
pub struct Models {
    /// Print one JSON array: name, description, licence and bytes of weights of each.
    #[arg(long)]
    json: bool,
}

impl Models {
    pub fn run(self) -> Result<Exit, Failure> {
        if self.json {
            let list: Vec<_> = registry::MODELS
                .iter()
                .map(|model| {
                    json!({
                        "name": model.name,
                        "description": model.description,
                        "licence": model.licence,
                        "weight_bytes": model.weight_bytes,
                    })
                })
                .collect();
            print_line(json!(list))?;
        } else {
            for model in registry::MODELS {
                print_line(format_args!("{:<12} {} [{}]", model.name, model.description, model.licence))?;
            }
        }
        Ok(Exit::Done)
    }
}
