//! Models from the Hugging Face hub: what is pulled, where it is kept, and how it gets there.
//!
//! Speaks the hub's file paths, `ENDPOINT/REPOSITORY/resolve/REVISION/FILE`, and heeds the variables of the hub's own tools:
//! `HF_ENDPOINT`, `HF_TOKEN`, `HF_HOME`, `HF_HUB_CACHE`, `HF_HUB_DOWNLOAD_TIMEOUT`. A pull may be killed at any time and
//! goes on where it was; a model is there whole or not at all.

pub mod cache;
mod client;
mod digest;
mod download;
mod environment;
mod error;
mod pull;
mod url;

pub use environment::Environment;
pub use error::Error;
pub use pull::{Observer, Outcome, Pulled, Source, pull};
