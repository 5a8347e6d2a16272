//! What the service promises in writing: the refund policy and the terms, in versions (policy P13).
//!
//! The operator writes two templates ([`Draft::render`] fills them in); a pair that was published is a [`PolicyVersion`] and
//! stays as it is. Purchases name the version that was accepted; [`accept_by_use`] records the first use after a change, and a
//! material change is announced to every account ([`announce`]). Functions take a connection inside a transaction, like
//! [`crate::ledger`].

mod acceptance;
mod announcement;
mod draft;
mod export;
mod template;
mod versions;

pub use acceptance::{At, accept, accept_by_use};
pub use announcement::{announce, announce_batch, announce_missed};
pub use draft::Draft;
pub use export::EXPORT;
pub use template::TemplateError;
pub use versions::{PolicyVersion, Published, current, of_hash, of_number, pages, publish, publish_first, versions};
