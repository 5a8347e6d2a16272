//! Mail: written into an outbox by the transaction that causes it, and sent from there.

mod outbox;

pub use outbox::{NewMail, queue};
