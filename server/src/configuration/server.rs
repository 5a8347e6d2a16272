use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use engine::{device::DeviceRequest, precision::Precision};
use models::registry;
use serde::{Deserialize, Deserializer, de};

use super::{Impossible, beside, impossible, seconds};

/// Where `serve` listens, what it computes with and how it goes about it; its flags of the same names win.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerSection {
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    /// auto, cpu, cuda[:N] or wgpu[:N].
    #[serde(deserialize_with = "from_text")]
    pub device: DeviceRequest,
    /// f32, bf16 or f16.
    #[serde(deserialize_with = "from_text")]
    pub precision: Precision,
    /// The model of generations that name none: a name, or a directory with a network's files.
    pub model: PathBuf,
    /// What finds the object in photos without transparency or a mask: a name, or an ONNX file.
    pub matting: Option<PathBuf>,
    /// How many generations may wait.
    pub queue: usize,
    /// The longest run.
    #[serde(rename = "run_timeout_s", deserialize_with = "seconds::deserialize")]
    pub run_timeout: Duration,
    /// The most memory of the worker, MiB; no limit unless given.
    pub worker_memory_mb: Option<u64>,
    /// How long a run may go on after SIGTERM.
    #[serde(rename = "drain_timeout_s", deserialize_with = "seconds::deserialize")]
    pub drain_timeout: Duration,
    /// The form of the log.
    pub log_format: LogFormat,
    /// How often is looked for what time alone brings about: credits that expire, mails that warn of it, files that are due.
    #[serde(rename = "sweep_s", deserialize_with = "seconds::deserialize")]
    pub sweep: Duration,
}

/// The form of the log on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// The least memory that a worker can live with, MiB.
pub const LEAST_WORKER_MEMORY_MB: u64 = 16;

impl Default for ServerSection {
    fn default() -> Self {
        ServerSection {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            device: DeviceRequest::Auto,
            precision: Precision::default(),
            model: registry::SILHOUETTE.name.into(),
            matting: None,
            queue: 64,
            run_timeout: Duration::from_secs(300),
            worker_memory_mb: None,
            drain_timeout: Duration::from_secs(30),
            log_format: LogFormat::default(),
            sweep: Duration::from_secs(60),
        }
    }
}

impl ServerSection {
    pub(super) fn resolve(&mut self, directory: &Path) -> Result<(), Impossible> {
        for path in [Some(&mut self.model), self.matting.as_mut()].into_iter().flatten() {
            if path.to_str().and_then(registry::find).is_none() {
                beside(directory, path);
            }
        }
        if self.worker_memory_mb.is_some_and(|mb| mb < LEAST_WORKER_MEMORY_MB) {
            return Err(impossible("server.worker_memory_mb", "it must be 16 or more"));
        }
        if self.sweep.is_zero() {
            return Err(impossible("server.sweep_s", "it must be more than 0"));
        }
        Ok(())
    }
}

fn from_text<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
}
