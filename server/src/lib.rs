//! The product around the engine: command line, HTTP front, jobs, and the credit ledger.

mod blocking;
pub mod catalog;
pub mod cli;
pub mod configuration;
pub mod control;
pub mod data_directory;
pub mod database;
pub mod export;
pub mod generations;
pub mod html;
pub mod http;
pub mod hub;
pub mod jobs;
pub mod ledger;
pub mod mail;
pub mod metrics;
pub mod money;
pub mod notices;
pub mod payments;
pub mod placement;
pub mod policy;
pub mod restore;
pub mod statements;
pub mod storage;
pub mod supervisor;
pub mod sweeper;
pub mod worker;
