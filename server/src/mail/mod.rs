//! Mail: written into an outbox by the transaction that causes it, and sent from there.
//!
//! [`Sender`] takes what is due, hands it to an SMTP server or writes it into files, and notes what came of it. A mail goes at
//! least once: a server that dies between the last byte and the note sends it again, under the same `Message-ID`.

mod carrier;
mod export;
mod letter;
mod outbox;
mod record;
mod sender;

pub use export::EXPORT;
pub use letter::check_recipient;
pub use outbox::{NewMail, SECRET_MARK, SecretPart, queue, queue_with_secret};
pub use record::{Error, MailId, MailRow, MailState, mails, retry};
pub use sender::{Sender, check};
