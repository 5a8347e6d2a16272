//! Purchases as their providers' events leave them: in every order, repeated, replayed, and contradicted.

mod any_events;
mod audit;
mod bench;
mod lessons;
mod orders;
#[path = "../support/random.rs"]
mod random;
#[path = "../support/stripe_events.rs"]
mod stripe_events;
mod till;
