//! `GET /v1/prices`: what generations cost now, how long credits last, and what models there are; open to everybody.

use hyper::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Front, body};
use crate::{blocking, configuration::PriceRule, ledger::Credits};

/// In credits.
#[derive(Serialize, JsonSchema)]
pub(super) struct Prices<'a> {
    /// Where no rule fits.
    default: Credits,
    /// The first that fits counts.
    rules: &'a [PriceRule],
    /// What a request may name, first that which runs where it names none.
    models: Vec<String>,
    /// How long bought credits can be used, in months of the calendar.
    lifetime_months: u16,
}

pub(super) async fn list(front: &Front) -> Answer {
    let (price, credits, catalog) = (&front.configuration.price, &front.configuration.credits, front.catalog.clone());
    let models = blocking::run(move || catalog.names()).await;
    let lifetime_months = credits.lifetime_months;
    body::json(StatusCode::OK, &Prices { default: price.default, rules: &price.rules, models, lifetime_months })
}
