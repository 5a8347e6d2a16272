//! Cases: the exceptions from "sales are final", one by one, at the operator's discretion (policy P6, P8).
//!
//! A user opens a case, both sides write, and an operator decides it once: refused, credits restored, or money returned. Nothing
//! but a decision gives back the credits of a generation that succeeded. Functions take a connection inside a transaction, like
//! [`crate::ledger`].

pub mod audit;
mod case;
mod decision;
mod error;
mod export;
mod letters;
mod messages;

pub use case::{Case, CaseId, NewCase, count_open, find, of_account, of_all, open, page};
pub use decision::{Decision, Outcome, Verdict, check_decidable, decide};
pub use error::Error;
pub use export::EXPORT;
pub use messages::{Author, Message, reply, reply_once};
