//! Mail: written into an outbox by the transaction that causes it, and sent from there.

mod export;
mod outbox;

pub use export::EXPORT;
pub use outbox::{NewMail, queue};
