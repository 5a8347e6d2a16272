//! `/policy`, `/terms`, `/v1/policy`: what the service promises, as pages and for programs; open to everybody (policy P13).

use hyper::{StatusCode, header, header::HeaderValue};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Front, body, problem::Problem};
use crate::{
    html,
    policy::{self, PolicyVersion},
};

/// One of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Document {
    Refunds,
    Terms,
}

impl Document {
    fn title(self) -> &'static str {
        match self {
            Document::Refunds => "Refund policy",
            Document::Terms => "Terms",
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Policy")]
pub(super) struct View {
    number: i64,
    sha256: String,
    /// A day, as the pages show it.
    last_updated: String,
    urls: Urls,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PolicyUrls")]
struct Urls {
    policy: String,
    terms: String,
    examples: &'static str,
}

/// `GET /policy`, `GET /terms`.
pub(super) async fn current_page(front: &Front, document: Document) -> Result<Answer, Problem> {
    let found = front.database.read(|tx| match policy::current(tx)? {
        Some(version) => policy::pages(tx, &version).map(Some),
        None => Ok(None),
    });
    page(front, document, found.await?.ok_or_else(not_published)?)
}

/// `GET /policy/{sha256}`, `GET /terms/{sha256}`: as they once stood.
pub(super) async fn earlier_page(front: &Front, document: Document, sha256: &str) -> Result<Answer, Problem> {
    let sha256 = sha256.to_owned();
    let found = front.database.read(move |tx| match policy::of_hash(tx, &sha256)? {
        Some(version) => policy::pages(tx, &version).map(Some),
        None => Ok(None),
    });
    let not_there = || Problem::new(StatusCode::NOT_FOUND, "not_found", "no version of the policy has this hash");
    page(front, document, found.await?.ok_or_else(not_there)?)
}

fn page(front: &Front, document: Document, pages: policy::Draft) -> Result<Answer, Problem> {
    let content = match document {
        Document::Refunds => pages.refunds,
        Document::Terms => pages.terms,
    };
    Ok(html_page(html::page(&front.configuration.service, document.title(), &content)))
}

/// `GET /v1/policy`: what a checkout names as accepted.
pub(super) async fn version(front: &Front) -> Result<Answer, Problem> {
    let version = front.database.read(policy::current).await?.ok_or_else(not_published)?;
    Ok(body::json(StatusCode::OK, &view(version)))
}

fn view(version: PolicyVersion) -> View {
    let PolicyVersion { number, sha256, published_at, .. } = version;
    let urls = Urls { policy: format!("/policy/{sha256}"), terms: format!("/terms/{sha256}"), examples: "/examples" };
    View { number, sha256, last_updated: published_at.date().to_string(), urls }
}

fn not_published() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not_found", "no policy is published yet")
}

/// An answer that is a page, which runs nothing and loads nothing from elsewhere.
pub(super) fn html_page(text: String) -> Answer {
    let mut answer = body::text(StatusCode::OK, "text/html; charset=utf-8", text);
    let headers = answer.headers_mut();
    let security = HeaderValue::from_str(&html::SECURITY_POLICY).expect("of ASCII");
    headers.insert(header::CONTENT_SECURITY_POLICY, security);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    answer
}
