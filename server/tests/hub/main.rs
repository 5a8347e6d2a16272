//! `models`: pulling, listing and deleting, with the real binary against a local server that speaks the hub's paths.

mod broken;
mod cache;
mod checkpoint;
mod disk;
mod hub;
mod pull;
mod refused;
#[path = "../support/small_disk.rs"]
mod small_disk;
mod workspace;
