//! Stripe: <https://docs.stripe.com/api>, <https://docs.stripe.com/webhooks>.

mod client;
pub mod event;
mod form;
pub mod signature;

pub use client::Client;
