//! Stripe: <https://docs.stripe.com/api>, <https://docs.stripe.com/webhooks>.

pub mod event;
pub mod signature;
