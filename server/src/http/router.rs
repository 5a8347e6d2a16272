//! Path and method to handler.

use std::{sync::Arc, time::Instant};

use hyper::{
    Method, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
    http::request::Parts,
};

use super::{
    Answer, Front, account, api_keys, auth, cases, checkouts, client_address,
    compat::{
        Dialect, meshy,
        replicate::{self, Asked},
        stability,
    },
    credits, cutouts, events, evidence, examples, export, files, generations, links, openapi, operations, operators,
    overview,
    policy::{self, Document},
    prices,
    problem::Problem,
    routes::{Found, Operation},
    sessions, signup_page, signups, statements, web, webhook_endpoints, webhooks,
};
use crate::generations::ArtifactKind;

/// Answers a request, and counts it.
pub(super) async fn answer(front: &Arc<Front>, parts: &Parts, body: &mut Incoming) -> Answer {
    let began = Instant::now();
    let found = Found::at(parts.uri.path());
    let answer = match &found {
        Some(found) => handle(front, found, parts, body).await,
        None => Err(Problem::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this path")),
    };
    let dialect = Dialect::of(parts.uri.path());
    let answer = answer.unwrap_or_else(|problem| dialect.answer(problem, &front.configuration.service.contact));
    // Methods are the client's words; only known ones become labels.
    let method = match parts.method {
        Method::GET | Method::HEAD | Method::POST | Method::DELETE => parts.method.as_str(),
        _ => "other",
    };
    let pattern = found.as_ref().map_or("other", |found| found.pattern);
    let watched = found.and_then(|found| found.operation(&parts.method)).is_some_and(|known| !known.is_counted());
    let status = answer.status().as_u16();
    front.metrics.request(pattern, method, status);
    // No query: it may have the secret of a mailed link in it.
    let (method, path, ms) = (&parts.method, parts.uri.path(), began.elapsed().as_millis() as u64);
    if watched {
        tracing::debug!(%method, path, status, ms, "answered");
    } else {
        tracing::info!(%method, path, status, ms, "answered");
    }
    answer
}

async fn handle(front: &Arc<Front>, found: &Found<'_>, parts: &Parts, body: &mut Incoming) -> Result<Answer, Problem> {
    let Some(operation) = found.operation(&parts.method) else { return Err(not_allowed(found, &parts.method)) };
    if operation.is_counted()
        && let Some(address) = client_address::of(front, parts)
    {
        front.rates.count_address(address)?;
    }
    let [id, file] = found.parameters;
    let (headers, query) = (&parts.headers, parts.uri.query());
    let head_only = parts.method == Method::HEAD;
    // What does not ask for it is open to everybody.
    let account = async || Ok::<_, Problem>(auth::caller(front, parts).await?.account);
    match operation {
        Operation::WebPage => Ok(web::page(front)),
        Operation::WebAsset => web::asset(id, headers),

        Operation::Healthz => Ok(operations::healthz()),
        Operation::Readyz => operations::readyz(front).await,
        Operation::Metrics => Ok(operations::metrics(front)),
        Operation::OpenApi => Ok(openapi::get(front)),

        Operation::ListGenerations => generations::list(front, account().await?, query).await,
        Operation::CreateGeneration => {
            let address = client_address::of(front, parts);
            generations::create(front, account().await?, address, headers, body).await
        }
        Operation::GetGeneration => generations::get(front, account().await?, id).await,
        Operation::StreamEvents => events::stream(front, account().await?, id, headers).await,
        Operation::CancelGeneration => generations::cancel(front, account().await?, id).await,
        Operation::GetArtifact => {
            // What is never there is not there for strangers either.
            let kind = artifact(file)?;
            files::get(front, account().await?, id, kind, headers, head_only).await
        }

        Operation::CutOut => cutouts::create(front, account().await?, headers, body).await,

        Operation::GetCredits => credits::balance(front, account().await?, query).await,
        Operation::ListEntries => credits::entries(front, account().await?, query).await,
        Operation::GetStatement => statements::get(front, account().await?, query).await,
        Operation::GetAccount => account::get(front, account().await?).await,
        Operation::ExportAccount => export::get(front, account().await?, head_only).await,

        Operation::ListPrices => Ok(prices::list(front).await),
        Operation::ListPackages => Ok(checkouts::packages(front)),
        Operation::CreateCheckout => {
            let address = client_address::of(front, parts);
            checkouts::create(front, account().await?, address, headers, body).await
        }
        Operation::ListPurchases => checkouts::list(front, account().await?, query).await,
        Operation::GetPurchase => checkouts::get(front, account().await?, id).await,
        Operation::GetReceipt => checkouts::receipt(front, account().await?, id).await,
        Operation::CheckoutPaid => Ok(checkouts::paid(front)),
        Operation::CheckoutCanceled => Ok(checkouts::canceled(front)),
        Operation::TakeStripeEvent => webhooks::stripe(front, headers, body).await,
        Operation::TakeBtcpayEvent => webhooks::btcpay(front, headers, body).await,

        Operation::PolicyPage => policy::current_page(front, Document::Refunds).await,
        Operation::TermsPage => policy::current_page(front, Document::Terms).await,
        Operation::EarlierPolicyPage => policy::earlier_page(front, Document::Refunds, id).await,
        Operation::EarlierTermsPage => policy::earlier_page(front, Document::Terms, id).await,
        Operation::GetPolicy => policy::version(front).await,
        Operation::Examples => Ok(examples::page(front)),
        Operation::ExamplePicture => examples::picture(id),

        Operation::ListCases => cases::list(front, account().await?, query).await,
        Operation::OpenCase => cases::open(front, account().await?, headers, body).await,
        Operation::GetCase => cases::get(front, account().await?, id).await,
        Operation::ReplyToCase => cases::reply(front, account().await?, id, headers, body).await,

        Operation::ListKeys => api_keys::list(front, account().await?, query).await,
        Operation::CreateKey => api_keys::create(front, account().await?, headers, body).await,
        Operation::RevokeKey => api_keys::revoke(front, account().await?, id).await,
        Operation::RotateKey => api_keys::rotate(front, account().await?, id, headers, body).await,

        Operation::ListWebhookEndpoints => webhook_endpoints::list(front, account().await?, query).await,
        Operation::CreateWebhookEndpoint => webhook_endpoints::create(front, account().await?, headers, body).await,
        Operation::GetWebhookEndpoint => webhook_endpoints::get(front, account().await?, id).await,
        Operation::DeleteWebhookEndpoint => webhook_endpoints::delete(front, account().await?, id).await,
        Operation::EnableWebhookEndpoint => webhook_endpoints::enable(front, account().await?, id).await,
        Operation::RotateWebhookSecret => webhook_endpoints::rotate(front, account().await?, id).await,
        Operation::TestWebhookEndpoint => webhook_endpoints::test(front, account().await?, id).await,
        Operation::ListWebhookDeliveries => webhook_endpoints::deliveries(front, account().await?, id, query).await,
        Operation::ReplayWebhookDelivery => {
            let delivery = file;
            webhook_endpoints::replay(front, account().await?, id, delivery).await
        }

        Operation::OpenSession => sessions::open(front, headers, body).await,
        Operation::GetSession => sessions::get(front, headers).await,
        Operation::CloseSession => sessions::close(front, headers).await,
        Operation::RequestSignup => signups::request(front, headers, body).await,
        Operation::ConfirmSignup => signups::confirm(front, headers, body).await,
        Operation::SignupPage => Ok(signup_page::show(front, query)),
        Operation::SubmitSignupPage => signup_page::submit(front, headers, body).await,

        Operation::OperatorCommand => {
            let caller = auth::caller(front, parts).await?;
            operators::command(front, caller, headers, body).await
        }
        Operation::OperatorOverview => overview::get(front, &auth::caller(front, parts).await?).await,
        Operation::GetEvidence => evidence::get(front, auth::caller(front, parts).await?, id, head_only).await,

        // Open to whoever has the link.
        Operation::GetLink => {
            let named = (id, artifact(file)?);
            links::get(front, parts.uri.path(), named, query, headers, head_only).await
        }
        Operation::StabilityGenerate => {
            let address = client_address::of(front, parts);
            stability::generate(front, account().await?, address, headers, body).await
        }
        Operation::StabilityBalance => stability::balance(front, account().await?).await,
        Operation::MeshyCreate => {
            let address = client_address::of(front, parts);
            meshy::create(front, account().await?, address, headers, body).await
        }
        Operation::MeshyList => meshy::list(front, account().await?, query).await,
        Operation::MeshyGet => meshy::get(front, account().await?, id).await,
        Operation::MeshyDelete => meshy::delete(front, account().await?, id).await,
        Operation::MeshyStream => meshy::stream(front, account().await?, id).await,
        Operation::CogPredict | Operation::ReplicatePredict | Operation::ReplicatePredictWith => {
            let asked = match operation {
                Operation::CogPredict => Asked::Cog,
                Operation::ReplicatePredict => Asked::Version,
                _ => Asked::Model { owner: id, name: file },
            };
            let address = client_address::of(front, parts);
            replicate::create(front, asked, account().await?, address, headers, body).await
        }
        Operation::ListPredictions => replicate::list(front, account().await?, query).await,
        Operation::GetPrediction | Operation::CogGet => replicate::get(front, account().await?, id).await,
        Operation::StreamPrediction => replicate::stream(front, account().await?, id, headers).await,
        Operation::CancelPrediction | Operation::CogCancel => replicate::cancel(front, account().await?, id).await,
        Operation::CreateFile => replicate::files::create(front, account().await?, headers, body).await,
        Operation::GetFile => replicate::files::get(front, account().await?, id).await,
        Operation::DeleteFile => replicate::files::delete(front, account().await?, id).await,
        Operation::GetWebhookSecret => replicate::webhooks::secret(front, account().await?).await,
        Operation::ListModels => Ok(replicate::models::list(front).await),
        Operation::GetModel => replicate::models::get(front, id, file).await,
        Operation::ListVersions => replicate::models::versions(front, id).await,
        Operation::GetVersion => replicate::models::get_version(front, id, file).await,
    }
}

fn not_allowed(found: &Found<'_>, method: &Method) -> Problem {
    let allowed = found.allowed();
    let detail = format!("{method} is not possible here; {allowed} are");
    let allowed = HeaderValue::try_from(allowed).expect("names of methods");
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail).with(header::ALLOW, allowed)
}

/// What a file of a generation is.
fn artifact(file: &str) -> Result<ArtifactKind, Problem> {
    ArtifactKind::of_file(file).ok_or_else(|| {
        let files: Vec<String> = ArtifactKind::all().map(ArtifactKind::file).collect();
        let detail = format!("a generation has no file '{file}'; it has {}", files.join(", "));
        Problem::new(StatusCode::NOT_FOUND, "not_found", detail)
    })
}
