//! `/v1/packages`, `/v1/checkouts`, `/v1/purchases`: what is sold, and what an account bought.

use std::{net::IpAddr, sync::Arc};

use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tracing::Instrument;

use super::{
    Answer, Front, body, idempotency_key,
    pages::{Page, PageRequest},
    policy::html_page,
    problem::Problem,
};
use crate::{
    date_time::DateTime,
    hex, html,
    idempotency::KeyedRequest,
    ledger::{self, AccountId, Credits, LotId, PurchaseId},
    money,
    payments::{self, Error, GatewayError, Provider, Purchase, PurchaseState, Receipt, checkout::CheckoutRequest},
};

/// Longest request for a checkout, in bytes.
const MAX_BODY: usize = 16 << 10;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Package")]
pub(super) struct PackageView<'a> {
    id: &'a str,
    name: &'a str,
    credits: Credits,
    price_minor: i64,
    currency: &'a str,
    /// For people.
    price: String,
}

/// `GET /v1/packages`.
pub(super) fn packages(front: &Front) -> Answer {
    let view = |package: &'_ crate::configuration::Package| {
        serde_json::to_value(PackageView {
            id: &package.id,
            name: &package.name,
            credits: package.credits,
            price_minor: package.price_minor,
            currency: &package.currency,
            price: money::display(package.price_minor, &package.currency),
        })
        .expect("plain data serializes")
    };
    let data: Vec<_> = front.configuration.packages.iter().map(view).collect();
    body::json(StatusCode::OK, &serde_json::json!({ "data": data }))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewCheckout")]
pub(super) struct Request {
    package: String,
    provider: Option<Provider>,
    policy_sha256: Option<String>,
    #[serde(default)]
    examples_seen: bool,
}

/// What is begun: where to pay.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Checkout")]
pub(super) struct CheckoutView<'a> {
    id: &'a PurchaseId,
    /// Where to pay, while that is possible.
    url: Option<&'a str>,
    state: PurchaseState,
}

/// `POST /v1/checkouts`.
pub(super) async fn create(
    front: &Arc<Front>,
    account: AccountId,
    address: Option<IpAddr>,
    headers: &HeaderMap,
    incoming: &mut Incoming,
) -> Result<Answer, Problem> {
    let key = idempotency_key::claim(front, &account, "checkout", headers)?;
    let bytes = body::read_within(front, headers, incoming, MAX_BODY, "a checkout needs a few words").await?;
    let request: Request = serde_json::from_slice(&bytes).map_err(|error| {
        let detail = format!(
            "the body must be JSON such as {{\"package\": \"starter\", \"policy_sha256\": \"…\", \"examples_seen\": true}}: {error}"
        );
        Problem::invalid("invalid_checkout", detail)
    })?;
    let sha256 = hex::encode(&Sha256::digest(&bytes));
    let Some(package) = front.configuration.package(&request.package) else {
        let sold: Vec<&str> = front.configuration.packages.iter().map(|package| &*package.id).collect();
        let detail = format!("there is no package '{}'; there are: {}", request.package, sold.join(", "));
        return Err(Problem::invalid("unknown_package", detail));
    };
    if !request.examples_seen {
        let detail = format!(
            "look at the examples ({}/examples) and say so with examples_seen: true; sales are final",
            front.configuration.service.url
        );
        return Err(Problem::invalid("examples_not_seen", detail));
    }
    if request.provider == Some(Provider::Manual) {
        return Err(Problem::invalid(
            "unknown_provider",
            "'manual' is for what the operator records; leave provider out",
        ));
    }
    let provider = front.till.provider(request.provider).ok_or_else(no_provider)?;
    let request = CheckoutRequest {
        account,
        package: package.clone(),
        provider,
        policy_sha256: request.policy_sha256.unwrap_or_default(),
        address,
        key: key.as_ref().map(|guard| KeyedRequest { key: guard.name().to_owned(), sha256 }),
    };
    // Its own task: a client that goes away must not leave a session at the provider that is not written down here.
    let front = Arc::clone(front);
    let begun = match tokio::spawn(async move { front.till.check_out(request).await }.in_current_span()).await {
        Ok(begun) => begun?,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    };
    let purchase = begun.purchase;
    let url = purchase.url.as_deref().filter(|_| purchase.state == PurchaseState::Open);
    let view = CheckoutView { id: &purchase.id, url, state: purchase.state };
    let mut answer = body::json(StatusCode::CREATED, &view);
    let location = format!("/v1/purchases/{}", purchase.id);
    answer.headers_mut().insert(header::LOCATION, HeaderValue::try_from(location).expect("an id is ASCII"));
    idempotency_key::mark(&mut answer, begun.replayed);
    drop(key);
    Ok(answer)
}

/// The purchase object of the API.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Purchase")]
pub(super) struct PurchaseView {
    id: PurchaseId,
    state: PurchaseState,
    package: String,
    credits: Credits,
    price_minor: i64,
    currency: String,
    provider: Provider,
    /// Where to pay, while that is possible.
    url: Option<String>,
    policy_sha256: String,
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<DateTime>")]
    paid_at: Option<OffsetDateTime>,
    paid_minor: Option<i64>,
    refunded_minor: i64,
    lot: Option<LotId>,
    clawed_back: Credits,
    /// Credits whose money went back and that were used before.
    shortfall: Credits,
    receipt: Option<String>,
}

fn view(tx: &Connection, purchase: Purchase) -> Result<PurchaseView, Error> {
    let claimed = match &purchase.lot {
        Some(lot) => Some(ledger::lot_standing(tx, lot)?.claimed),
        None => None,
    };
    let open = purchase.state == PurchaseState::Open;
    Ok(PurchaseView {
        receipt: purchase.lot.is_some().then(|| format!("/v1/purchases/{}/receipt", purchase.id)),
        id: purchase.id,
        state: purchase.state,
        package: purchase.package.id,
        credits: purchase.package.credits,
        price_minor: purchase.package.price_minor,
        currency: purchase.package.currency,
        provider: purchase.provider,
        url: purchase.url.filter(|_| open),
        policy_sha256: purchase.consent.policy_sha256,
        created_at: purchase.created_at,
        paid_at: purchase.paid_at,
        paid_minor: purchase.paid_minor,
        refunded_minor: purchase.refunded_minor,
        lot: purchase.lot,
        clawed_back: claimed.map_or(Credits::ZERO, |claimed| claimed.clawed_back),
        shortfall: claimed.map_or(Credits::ZERO, |claimed| claimed.shortfall),
    })
}

/// `GET /v1/purchases`: newest first.
pub(super) async fn list(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let PageRequest { cursor, limit } = PageRequest::parse(query)?;
    let list = move |tx: &Connection| {
        // One more than asked tells whether there is a next page.
        let Some(purchases) = payments::page(tx, &account, cursor.as_deref(), limit + 1)? else { return Ok(None) };
        let data = purchases.into_iter().map(|purchase| view(tx, purchase)).collect::<Result<Vec<_>, Error>>()?;
        Ok::<_, Error>(Some(Page::of(data, limit, |last| last.id.0.clone())))
    };
    let page = front.database.read(list).await?.ok_or_else(PageRequest::wrong_cursor)?;
    Ok(body::json(StatusCode::OK, &page))
}

/// `GET /v1/purchases/{id}`.
pub(super) async fn get(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let id = PurchaseId(id.to_owned());
    let found = move |tx: &Connection| view(tx, own(tx, &account, &id)?);
    Ok(body::json(StatusCode::OK, &front.database.read(found).await?))
}

/// `GET /v1/purchases/{id}/receipt`: a page.
pub(super) async fn receipt(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let (id, configuration) = (PurchaseId(id.to_owned()), Arc::clone(&front.configuration));
    let page = move |tx: &Connection| {
        let purchase = own(tx, &account, &id)?;
        let Some(lot) = &purchase.lot else { return Ok(None) };
        let receipt = Receipt::of(tx, &purchase, lot, &configuration.service)?;
        Ok::<_, Error>(Some(receipt.page(&configuration.service)))
    };
    let page = front.database.read(page).await?.ok_or_else(|| {
        Problem::new(StatusCode::NOT_FOUND, "no_receipt", "this purchase has not been paid, so it has no receipt yet")
    })?;
    Ok(html_page(page))
}

fn own(tx: &Connection, account: &AccountId, id: &PurchaseId) -> Result<Purchase, Error> {
    let found = payments::find(tx, id)?.filter(|purchase| purchase.account == *account);
    found.ok_or_else(|| Error::NoSuchPurchase(id.0.clone()))
}

/// `GET /checkout/paid`: where the provider sends the customer afterwards.
pub(super) fn paid(front: &Front) -> Answer {
    let text = "<h1>Thank you</h1>\n<p>Your credits are in your account as soon as the payment is confirmed, usually at once. \
                The receipt comes by mail.</p>\n<p><a href=\"/credits\">Your credits</a></p>";
    html_page(html::page(&front.configuration.service, "Thank you", text))
}

/// `GET /checkout/canceled`.
pub(super) fn canceled(front: &Front) -> Answer {
    let text = "<h1>Nothing was bought</h1>\n<p>The payment was not made, and nothing was charged.</p>\n\
                <p><a href=\"/credits\">Your credits</a></p>";
    html_page(html::page(&front.configuration.service, "Nothing was bought", text))
}

fn no_provider() -> Problem {
    let detail = "payments are not set up on this server; write to the contact of this service to buy credits";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "no_payment_provider", detail)
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::Ledger(error) => error.into(),
            Error::NoSuchPurchase(_) => {
                Problem::new(StatusCode::NOT_FOUND, "purchase_not_found", "this account has no such purchase")
            }
            Error::PolicyNotCurrent { .. } => Problem::new(StatusCode::CONFLICT, "policy_not_accepted", detail),
            Error::TooManyOpen { .. } => Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_open_checkouts", detail)
                .retry_after(std::time::Duration::from_secs(3600)),
            Error::KeyReused(_) => Problem::invalid("idempotency_key_reused", detail),
            Error::Gateway(GatewayError::NotConfigured(_)) => no_provider(),
            Error::Gateway(GatewayError::Unavailable { provider, .. }) => {
                tracing::error!(error = detail, "no checkout session");
                let detail =
                    format!("{provider} does not answer; nothing was charged. Send the request again in a moment");
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "payment_provider_unavailable", detail)
                    .retry_after(std::time::Duration::from_secs(5))
            }
            Error::Gateway(GatewayError::Refused { provider, .. }) => {
                tracing::error!(error = detail, "no checkout session");
                let detail =
                    format!("{provider} refused to sell; nothing was charged. Write to the contact of this service");
                Problem::new(StatusCode::BAD_GATEWAY, "payment_provider_refused", detail)
            }
            error => Problem::internal(&error),
        }
    }
}
