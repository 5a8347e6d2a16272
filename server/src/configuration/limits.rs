use std::time::Duration;

use serde::{Deserialize, Deserializer, de};

use super::{Impossible, impossible, seconds};

/// Bounds on what clients may take.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Open connections; more wait in the system's backlog.
    pub connections: usize,
    /// Open connections from one address that is no proxy of the operator's; more are closed. 0 for no limit.
    pub connections_per_address: usize,
    /// The longest request body.
    #[serde(rename = "body_mb", deserialize_with = "mebibytes")]
    pub body_bytes: usize,
    /// From a connection's opening, or its last answer, to the end of the next head.
    #[serde(rename = "head_s", deserialize_with = "seconds::deserialize")]
    pub head: Duration,
    /// Between two pieces of a body.
    #[serde(rename = "body_stall_s", deserialize_with = "seconds::deserialize")]
    pub body_stall: Duration,
    /// The whole of a body.
    #[serde(rename = "body_s", deserialize_with = "seconds::deserialize")]
    pub body: Duration,
    /// A client that takes less than 4 KiB/s of its answers while they wait for it.
    #[serde(rename = "write_stall_s", deserialize_with = "seconds::deserialize")]
    pub write_stall: Duration,
    /// Between two signs of life on a stream of events.
    #[serde(rename = "events_keep_alive_s", deserialize_with = "seconds::deserialize")]
    pub events_keep_alive: Duration,
    /// The longest `Prefer: wait`.
    #[serde(rename = "wait_s", deserialize_with = "seconds::deserialize")]
    pub wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 1024,
            connections_per_address: 256,
            body_bytes: 32 << 20,
            head: Duration::from_secs(30),
            body_stall: Duration::from_secs(15),
            body: Duration::from_secs(120),
            write_stall: Duration::from_secs(30),
            events_keep_alive: Duration::from_secs(15),
            wait: Duration::from_secs(60),
        }
    }
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), Impossible> {
        if self.connections == 0 || self.body_bytes == 0 {
            return Err(impossible("limits", "connections and body_mb must be 1 or more"));
        }
        let times = [self.head, self.body_stall, self.body, self.write_stall, self.events_keep_alive];
        if times.iter().any(Duration::is_zero) {
            return Err(impossible(
                "limits",
                "head_s, body_stall_s, body_s, write_stall_s and events_keep_alive_s must be more than 0",
            ));
        }
        Ok(())
    }
}

fn mebibytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    let mebibytes = usize::deserialize(deserializer)?;
    mebibytes.checked_mul(1 << 20).ok_or_else(|| de::Error::custom("no memory is so large"))
}
