//! Seeded histories of the whole ledger, run against it and against a model that says the rules plainly: the same answers,
//! the same balances and lots after every step, the same journals and an audit that agrees at the end.
//!
//! `ONECLICK3D_HISTORIES` says how many there are, `ONECLICK3D_CONCURRENT_HISTORIES` how many of several clients at once, and
//! `ONECLICK3D_HISTORY_SEED` the seed of the first. A history that disagrees is made as short as it still disagrees, and printed
//! with its seed, which replays it:
//! `ONECLICK3D_HISTORIES=1 ONECLICK3D_HISTORY_SEED=… cargo test --release -p server --test histories`.

mod calendar;
mod cases;
mod compare;
mod concurrent;
mod gateway;
mod history;
mod lots;
mod model;
mod money;
mod office;
mod orders;
mod random;
mod real;
mod runs;
mod sequential;
mod step;
mod stripe;
