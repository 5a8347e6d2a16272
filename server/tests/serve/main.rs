//! The real binary, end to end: `serve` with its worker process, operators' commands, and clients over HTTP.

#[path = "../support/adapter.rs"]
mod adapter;
mod backup;
mod bad_input;
mod btcpay;
mod cases;
mod client;
mod clients;
mod compat_clients;
mod compat_meshy;
mod compat_replicate;
mod compat_stability;
mod connections;
mod crash;
mod cutouts;
mod device;
mod double;
mod drain;
mod evidence;
mod export;
mod faults;
mod fetch;
mod idempotency;
mod keys;
mod letters;
mod lifecycle;
mod logs;
mod mail;
mod matting;
mod migrations;
mod names;
mod network;
mod openapi;
mod operators;
mod payments;
mod photos;
mod policy;
mod prices;
mod provider;
mod python;
mod queue;
mod race;
#[path = "../support/random.rs"]
mod random;
mod rates;
mod reinstatement;
mod retention;
mod sales;
mod server;
mod sessions;
mod signups;
mod slow_clients;
#[path = "../support/small_disk.rs"]
mod small_disk;
mod smtp;
mod statements;
mod strangers;
#[path = "../support/stripe_events.rs"]
mod stripe_events;
mod thumbnails;
#[path = "../support/triposr_tiny.rs"]
mod triposr_tiny;
mod web;
mod webhook_endpoints;
