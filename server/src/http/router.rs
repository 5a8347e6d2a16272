//! Path and method to handler.

use std::sync::Arc;

use engine::export::Format;
use hyper::{
    Method, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
    http::request::Parts,
};

use super::{
    Answer, Front, account, api_keys, auth, cases, checkouts, client_address, credits, events, examples, export, files,
    generations, operations, operators,
    policy::{self, Document},
    prices,
    problem::Problem,
    signup_page, signups, statements, webhooks,
};

/// A path that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route<'a> {
    Healthz,
    Readyz,
    Metrics,
    Generations,
    Generation(&'a str),
    Artifact(&'a str, Format),
    Events(&'a str),
    Cancel(&'a str),
    Credits,
    Entries,
    Statement,
    Export,
    Prices,
    Packages,
    Checkouts,
    Purchases,
    Purchase(&'a str),
    Receipt(&'a str),
    CheckoutPaid,
    CheckoutCanceled,
    StripeEvents,
    BtcpayEvents,
    PolicyPage(Document),
    EarlierPolicyPage(Document, &'a str),
    Policy,
    Examples,
    ExamplePicture(&'a str),
    Cases,
    Case(&'a str),
    CaseMessages(&'a str),
    OperatorCommands,
    Account,
    Keys,
    Key(&'a str),
    RotateKey(&'a str),
    Signups,
    ConfirmSignup,
    SignupPage,
}

impl<'a> Route<'a> {
    fn of(path: &'a str) -> Option<Route<'a>> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        Some(match segments[..] {
            ["healthz"] => Route::Healthz,
            ["readyz"] => Route::Readyz,
            ["metrics"] => Route::Metrics,
            ["v1", "generations"] => Route::Generations,
            ["v1", "generations", id] if !id.is_empty() => Route::Generation(id),
            ["v1", "generations", id, "events"] => Route::Events(id),
            ["v1", "generations", id, "cancel"] => Route::Cancel(id),
            ["v1", "generations", id, file] => {
                let extension = file.strip_prefix("model.")?;
                let format = Format::ALL.into_iter().find(|format| format.extension() == extension)?;
                Route::Artifact(id, format)
            }
            ["v1", "credits"] => Route::Credits,
            ["v1", "credits", "entries"] => Route::Entries,
            ["v1", "credits", "statement"] => Route::Statement,
            ["v1", "account", "export"] => Route::Export,
            ["v1", "prices"] => Route::Prices,
            ["v1", "packages"] => Route::Packages,
            ["v1", "checkouts"] => Route::Checkouts,
            ["v1", "purchases"] => Route::Purchases,
            ["v1", "purchases", id] if !id.is_empty() => Route::Purchase(id),
            ["v1", "purchases", id, "receipt"] => Route::Receipt(id),
            ["checkout", "paid"] => Route::CheckoutPaid,
            ["checkout", "canceled"] => Route::CheckoutCanceled,
            ["v1", "payments", "stripe"] => Route::StripeEvents,
            ["v1", "payments", "btcpay"] => Route::BtcpayEvents,
            ["policy"] => Route::PolicyPage(Document::Refunds),
            ["terms"] => Route::PolicyPage(Document::Terms),
            ["policy", sha256] => Route::EarlierPolicyPage(Document::Refunds, sha256),
            ["terms", sha256] => Route::EarlierPolicyPage(Document::Terms, sha256),
            ["v1", "policy"] => Route::Policy,
            ["examples"] => Route::Examples,
            ["examples", file] => Route::ExamplePicture(file),
            ["v1", "operator", "commands"] => Route::OperatorCommands,
            ["v1", "cases"] => Route::Cases,
            ["v1", "cases", id] if !id.is_empty() => Route::Case(id),
            ["v1", "cases", id, "messages"] => Route::CaseMessages(id),
            ["v1", "account"] => Route::Account,
            ["v1", "keys"] => Route::Keys,
            ["v1", "keys", id] if !id.is_empty() => Route::Key(id),
            ["v1", "keys", id, "rotate"] => Route::RotateKey(id),
            ["v1", "signups"] => Route::Signups,
            ["v1", "signups", "confirm"] => Route::ConfirmSignup,
            ["signup"] => Route::SignupPage,
            _ => return None,
        })
    }

    /// For the metrics.
    fn pattern(self) -> &'static str {
        match self {
            Route::Healthz => "/healthz",
            Route::Readyz => "/readyz",
            Route::Metrics => "/metrics",
            Route::Generations => "/v1/generations",
            Route::Generation(_) => "/v1/generations/{id}",
            Route::Artifact(..) => "/v1/generations/{id}/model",
            Route::Events(_) => "/v1/generations/{id}/events",
            Route::Cancel(_) => "/v1/generations/{id}/cancel",
            Route::Credits => "/v1/credits",
            Route::Entries => "/v1/credits/entries",
            Route::Statement => "/v1/credits/statement",
            Route::Export => "/v1/account/export",
            Route::Prices => "/v1/prices",
            Route::Packages => "/v1/packages",
            Route::Checkouts => "/v1/checkouts",
            Route::Purchases => "/v1/purchases",
            Route::Purchase(_) => "/v1/purchases/{id}",
            Route::Receipt(_) => "/v1/purchases/{id}/receipt",
            Route::CheckoutPaid => "/checkout/paid",
            Route::CheckoutCanceled => "/checkout/canceled",
            Route::StripeEvents => "/v1/payments/stripe",
            Route::BtcpayEvents => "/v1/payments/btcpay",
            Route::PolicyPage(Document::Refunds) => "/policy",
            Route::PolicyPage(Document::Terms) => "/terms",
            Route::EarlierPolicyPage(Document::Refunds, _) => "/policy/{sha256}",
            Route::EarlierPolicyPage(Document::Terms, _) => "/terms/{sha256}",
            Route::Policy => "/v1/policy",
            Route::Examples => "/examples",
            Route::ExamplePicture(_) => "/examples/{file}",
            Route::OperatorCommands => "/v1/operator/commands",
            Route::Cases => "/v1/cases",
            Route::Case(_) => "/v1/cases/{id}",
            Route::CaseMessages(_) => "/v1/cases/{id}/messages",
            Route::Account => "/v1/account",
            Route::Keys => "/v1/keys",
            Route::Key(_) => "/v1/keys/{id}",
            Route::RotateKey(_) => "/v1/keys/{id}/rotate",
            Route::Signups => "/v1/signups",
            Route::ConfirmSignup => "/v1/signups/confirm",
            Route::SignupPage => "/signup",
        }
    }

    fn allowed(self) -> &'static str {
        match self {
            Route::Generations | Route::Keys | Route::Cases | Route::SignupPage => "GET, HEAD, POST",
            Route::Cancel(_) | Route::Checkouts | Route::StripeEvents | Route::BtcpayEvents => "POST",
            Route::RotateKey(_)
            | Route::CaseMessages(_)
            | Route::OperatorCommands
            | Route::Signups
            | Route::ConfirmSignup => "POST",
            Route::Key(_) => "DELETE",
            _ => "GET, HEAD",
        }
    }

    fn is_open(self) -> bool {
        matches!(
            self,
            Route::Healthz
                | Route::Readyz
                | Route::Metrics
                | Route::PolicyPage(_)
                | Route::EarlierPolicyPage(..)
                | Route::Policy
                | Route::Examples
                | Route::ExamplePicture(_)
                | Route::Prices
                | Route::Packages
                | Route::CheckoutPaid
                | Route::CheckoutCanceled
                | Route::StripeEvents
                | Route::BtcpayEvents
                | Route::Signups
                | Route::ConfirmSignup
                | Route::SignupPage
        )
    }
}

/// Answers a request, and counts it.
pub(super) async fn answer(front: &Arc<Front>, parts: &Parts, body: &mut Incoming) -> Answer {
    let route = Route::of(parts.uri.path());
    let answer = match route {
        Some(route) => handle(front, route, parts, body).await,
        None => Err(Problem::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this path")),
    };
    let answer = answer.unwrap_or_else(|problem| problem.into_answer(&front.configuration.service.contact));
    // Methods are the client's words; only known ones become labels.
    let method = match parts.method {
        Method::GET | Method::HEAD | Method::POST | Method::DELETE => parts.method.as_str(),
        _ => "other",
    };
    let pattern = route.map_or("other", Route::pattern);
    front.metrics.request(pattern, method, answer.status().as_u16());
    tracing::debug!(method = %parts.method, path = parts.uri.path(), status = answer.status().as_u16(), "answered");
    answer
}

async fn handle(front: &Arc<Front>, route: Route<'_>, parts: &Parts, body: &mut Incoming) -> Result<Answer, Problem> {
    let post = parts.method == Method::POST;
    let head_only = parts.method == Method::HEAD;
    if !route.allowed().split(", ").any(|allowed| allowed == parts.method.as_str()) {
        let detail = format!("{} is not possible here; {} are", parts.method, route.allowed());
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
            .with(header::ALLOW, HeaderValue::from_static(route.allowed())));
    }
    if route.is_open() {
        return match route {
            Route::Readyz => operations::readyz(front).await,
            Route::Metrics => Ok(operations::metrics(front)),
            Route::Prices => Ok(prices::list(front)),
            Route::PolicyPage(document) => policy::current_page(front, document).await,
            Route::EarlierPolicyPage(document, sha256) => policy::earlier_page(front, document, sha256).await,
            Route::Policy => policy::version(front).await,
            Route::Examples => Ok(examples::page(front)),
            Route::ExamplePicture(file) => examples::picture(file),
            Route::Packages => Ok(checkouts::packages(front)),
            Route::CheckoutPaid => Ok(checkouts::paid(front)),
            Route::CheckoutCanceled => Ok(checkouts::canceled(front)),
            Route::StripeEvents => webhooks::stripe(front, &parts.headers, body).await,
            Route::BtcpayEvents => webhooks::btcpay(front, &parts.headers, body).await,
            Route::Signups => signups::request(front, &parts.headers, body).await,
            Route::ConfirmSignup => signups::confirm(front, &parts.headers, body).await,
            Route::SignupPage if post => signup_page::submit(front, &parts.headers, body).await,
            Route::SignupPage => Ok(signup_page::show(front, parts.uri.query())),
            _ => Ok(operations::healthz()),
        };
    }
    let caller = auth::caller(front, &parts.headers).await?;
    if route == Route::OperatorCommands {
        return operators::command(front, caller, &parts.headers, body).await;
    }
    let account = caller.account;
    let query = parts.uri.query();
    match route {
        Route::Generations if post => {
            let address = client_address::of(front, parts);
            generations::create(front, account, address, &parts.headers, body).await
        }
        Route::Generations => generations::list(front, account, query).await,
        Route::Generation(id) => generations::get(front, account, id).await,
        Route::Artifact(id, format) => files::get(front, account, id, format, &parts.headers, head_only).await,
        Route::Events(id) => events::stream(front, account, id).await,
        Route::Cancel(id) => generations::cancel(front, account, id).await,
        Route::Credits => credits::balance(front, account, query).await,
        Route::Entries => credits::entries(front, account, query).await,
        Route::Statement => statements::get(front, account, query).await,
        Route::Export => export::get(front, account, head_only).await,
        Route::Checkouts => {
            let address = client_address::of(front, parts);
            checkouts::create(front, account, address, &parts.headers, body).await
        }
        Route::Purchases => checkouts::list(front, account, query).await,
        Route::Purchase(id) => checkouts::get(front, account, id).await,
        Route::Receipt(id) => checkouts::receipt(front, account, id).await,
        Route::Cases if post => cases::open(front, account, &parts.headers, body).await,
        Route::Cases => cases::list(front, account, query).await,
        Route::Case(id) => cases::get(front, account, id).await,
        Route::CaseMessages(id) => cases::reply(front, account, id, &parts.headers, body).await,
        Route::Account => account::get(front, account).await,
        Route::Keys if post => api_keys::create(front, account, &parts.headers, body).await,
        Route::Keys => api_keys::list(front, account, query).await,
        Route::Key(id) => api_keys::revoke(front, account, id).await,
        Route::RotateKey(id) => api_keys::rotate(front, account, id, &parts.headers, body).await,
        Route::Signups
        | Route::ConfirmSignup
        | Route::SignupPage
        | Route::Packages
        | Route::CheckoutPaid
        | Route::CheckoutCanceled
        | Route::StripeEvents
        | Route::BtcpayEvents
        | Route::Healthz
        | Route::Readyz
        | Route::Metrics
        | Route::PolicyPage(_)
        | Route::EarlierPolicyPage(..)
        | Route::Policy
        | Route::Examples
        | Route::ExamplePicture(_)
        | Route::OperatorCommands
        | Route::Prices => unreachable!("answered above"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_paths_are_found_and_others_are_not() {
        assert_eq!(Route::of("/v1/generations"), Some(Route::Generations));
        assert_eq!(Route::of("/v1/generations/gen_1"), Some(Route::Generation("gen_1")));
        assert_eq!(Route::of("/v1/generations/gen_1/model.stl"), Some(Route::Artifact("gen_1", Format::Stl)));
        assert_eq!(Route::of("/v1/generations/gen_1/cancel"), Some(Route::Cancel("gen_1")));
        assert_eq!(Route::of("/v1/keys/key_1/rotate"), Some(Route::RotateKey("key_1")));
        assert_eq!(Route::of("/v1/signups/confirm"), Some(Route::ConfirmSignup));
        for path in [
            "/",
            "",
            "*",
            "/v1",
            "/v1/generations/",
            "/v1/generations/g/model.exe",
            "/v1/generations/g/x/y",
            "/v1/keys/",
        ] {
            assert_eq!(Route::of(path), None, "{path}");
        }
    }
}
