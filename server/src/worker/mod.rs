//! The engine's process: a child of the same binary that runs one generation at a time.
//!
//! A segfault, an abort, exhausted memory or a hang in the engine ends the child and never the server. [`child`] is what
//! runs in it (the hidden command `worker`), [`process`] is the server's handle on it, [`protocol`] is what they say to
//! each other over the child's standard input and output. The child ends when its standard input closes, whatever it is
//! doing, so that a server that dies leaves nothing behind. [`cutout`] is a child for one photo.

pub mod artifacts;
pub mod child;
pub mod cutout;
mod exit;
mod inject;
mod limits;
pub mod process;
pub mod protocol;
