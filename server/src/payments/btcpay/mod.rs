//! BTCPay Server, for an operator who is his own provider: <https://docs.btcpayserver.org/API/Greenfield/v1/>.

mod client;
pub mod event;
pub mod signature;

pub use client::Client;
