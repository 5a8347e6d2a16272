//! `GET /v1/prices`: what generations cost now; open to everybody.

use hyper::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Front, body};
use crate::{configuration::PriceRule, ledger::Credits};

/// In credits.
#[derive(Serialize, JsonSchema)]
pub(super) struct Prices<'a> {
    /// Where no rule fits.
    default: Credits,
    /// The first that fits counts.
    rules: &'a [PriceRule],
}

pub(super) fn list(front: &Front) -> Answer {
    let price = &front.configuration.price;
    body::json(StatusCode::OK, &Prices { default: price.default, rules: &price.rules })
}
