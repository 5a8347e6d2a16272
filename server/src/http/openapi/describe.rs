//! What each operation takes and gives.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::{compat, description::Description};
use crate::{
    generations::State,
    http::{
        account, api_keys, cases, checkouts, generations, overview, pages::Page, policy, prices, routes::Operation,
        sessions, signups, webhook_endpoints,
    },
    ledger::{Balance, Entry, KeyRow},
    signups::Confirmed,
    webhooks::Delivery,
};

/// A list that is short enough to have no pages.
#[derive(JsonSchema)]
#[schemars(rename = "ListOf{T}")]
struct List<T> {
    #[expect(dead_code, reason = "for its schema alone")]
    data: Vec<T>,
}

#[expect(clippy::too_many_lines, reason = "one table: an entry for each operation")]
pub(super) fn describe(operation: Operation, s: &mut SchemaGenerator) -> Description {
    match operation {
        Operation::WebPage => Description::open("The web page, also at its other paths").gives_page(200, "A page."),
        Operation::WebAsset => Description::open("What the web page is made of")
            .header("If-None-Match", "The ETag of what is here already.")
            .gives_media(200, "The file.", ASSETS)
            .gives_media(304, "It has not changed.", &[]),

        Operation::Healthz => Description::open("Whether the process lives").gives_media(200, "It does.", TEXT),
        Operation::Readyz => {
            Description::open("Whether generations would run now").gives_media(200, "They would.", TEXT).fails(&[503])
        }
        Operation::Metrics => Description::open("Prometheus's text format").gives_media(200, "Metrics.", TEXT),
        Operation::OpenApi => {
            Description::open("This document").gives_media(200, "OpenAPI 3.1.", &["application/json"])
        }

        Operation::ListGenerations => Description::account("The account's generations, newest first")
            .paged()
            .listed("state", "Only those in one of these states, separated by commas.", &State::ALL.map(State::as_str))
            .gives::<Page<generations::View<'static>>>(200, "A page.", s),
        Operation::CreateGeneration => Description::account("Make a model of a photo")
            .keyed()
            .header("Prefer", "wait=SECONDS answers when it has ended, or after so long (RFC 7240).")
            .takes_media(
                "multipart/form-data",
                Some(generation(&json!({ "type": "string", "format": "binary" }), &["image"])),
            )
            .takes_media("application/json", Some(generation(&image(), &["image", "image_url"])))
            .gives::<generations::View<'static>>(202, "It is paid by a hold and waits; or how it ended.", s)
            .fails(&[402, 409, 429]),
        Operation::GetGeneration => {
            Description::account("How a generation stands").gives::<generations::View<'static>>(200, "It.", s)
        }
        Operation::StreamEvents => Description::account("How a generation stands, as it goes on")
            .header("Last-Event-ID", "The id of the event that was told last.")
            .gives_media(200, "Server-sent events until it has ended.", &["text/event-stream"])
            .gives_media(204, "It has ended, and that was told.", &[]),
        Operation::CancelGeneration => Description::account("Cancel a generation; its credits come back")
            .gives::<generations::View<'static>>(200, "As it ended.", s)
            .fails(&[409]),
        Operation::GetArtifact => Description::account("A file of a generation that succeeded")
            .of_files(MODELS)
            .header("If-None-Match", "The ETag of what is here already.")
            .gives_media(200, "The file.", MODEL_TYPES)
            .gives_media(304, "It has not changed.", &[])
            .fails(&[409, 410]),

        Operation::CutOut => {
            Description::account("What a generation would take for the object of a photo; costs nothing")
                .takes_media(
                    "multipart/form-data",
                    Some(photo(&json!({ "type": "string", "format": "binary" }), &["image"])),
                )
                .takes_media("application/json", Some(photo(&image(), &["image", "image_url"])))
                .gives_media(200, "It, on a transparent ground, at most 512 pixels a side.", &["image/png"])
                .fails(&[422, 429, 500, 504])
        }

        Operation::GetCredits => Description::account("Credits and the lots they are in")
            .query("at", "At which time that has passed: a day or a time.", &json!({ "type": "string" }))
            .gives::<Balance>(200, "The balance.", s),
        Operation::ListEntries => {
            Description::account("The account's journal, newest first").paged().gives::<Page<Entry>>(200, "A page.", s)
        }
        Operation::GetStatement => Description::account("Every entry in words, with a balance that adds up")
            .query("from", "From then on: a day or a time.", &json!({ "type": "string" }))
            .query("to", "Until before then: a day or a time.", &json!({ "type": "string" }))
            .query("format", "How it is written.", &json!({ "type": "string", "enum": ["json", "csv"] }))
            .gives_media(200, "The statement.", &["application/json", "text/csv"]),
        Operation::GetAccount => {
            Description::account("Whose key or session it is").gives::<account::View<'static>>(200, "The account.", s)
        }
        Operation::ExportAccount => Description::account("Everything that is known of the account")
            .gives_media(200, "A zip of JSON files.", &["application/zip"])
            .fails(&[429]),

        Operation::ListPrices => {
            Description::open("What a generation costs").gives::<prices::Prices<'static>>(200, "In credits.", s)
        }
        Operation::ListPackages => {
            Description::open("What is sold").gives::<List<checkouts::PackageView<'static>>>(200, "Packages.", s)
        }
        Operation::CreateCheckout => Description::account("Begin a purchase at the payment provider")
            .keyed()
            .takes::<checkouts::Request>(s)
            .gives::<checkouts::CheckoutView<'static>>(201, "Where to pay.", s)
            .fails(&[429, 502]),
        Operation::ListPurchases => {
            Description::account("The account's purchases, newest first")
                .paged()
                .gives::<Page<checkouts::PurchaseView>>(200, "A page.", s)
        }
        Operation::GetPurchase => {
            Description::account("How a purchase stands").gives::<checkouts::PurchaseView>(200, "It.", s)
        }
        Operation::GetReceipt => Description::account("A receipt").gives_page(200, "A page to print."),
        Operation::CheckoutPaid => Description::open("Where the provider sends buyers back").gives_page(200, "A page."),
        Operation::CheckoutCanceled => {
            Description::open("Where the provider sends those back who did not pay").gives_page(200, "A page.")
        }
        Operation::TakeStripeEvent | Operation::TakeBtcpayEvent => {
            Description::open("For the payment provider: a signed event")
                .takes_media("application/json", Some(json!({})))
                .gives_media(200, "It is stored.", &["application/json"])
                .fails(&[404])
        }

        Operation::PolicyPage => Description::open("The refund policy").gives_page(200, "A page.").fails(&[404]),
        Operation::TermsPage => Description::open("The terms").gives_page(200, "A page.").fails(&[404]),
        Operation::EarlierPolicyPage => Description::open("The policy as it once stood").gives_page(200, "A page."),
        Operation::EarlierTermsPage => Description::open("The terms as they once stood").gives_page(200, "A page."),
        Operation::GetPolicy => Description::open("The version of policy and terms that is in force")
            .gives::<policy::View>(200, "What a checkout names as accepted.", s)
            .fails(&[404]),
        Operation::Examples => Description::open("What can be expected").gives_page(200, "A page."),
        Operation::ExamplePicture => {
            Description::open("A picture of the examples").gives_media(200, "A picture.", &["image/png"])
        }

        Operation::ListCases => Description::account("The account's cases, newest first, without their messages")
            .paged()
            .gives::<Page<cases::View>>(200, "A page.", s),
        Operation::OpenCase => Description::account("Write to the operator about something that went wrong")
            .keyed()
            .takes::<cases::Opening>(s)
            .gives::<cases::View>(201, "The case.", s),
        Operation::GetCase => {
            Description::account("A case with its messages and decision").gives::<cases::View>(200, "It.", s)
        }
        Operation::ReplyToCase => Description::account("Write in a case")
            .keyed()
            .takes::<cases::Reply>(s)
            .gives::<cases::View>(201, "The case.", s)
            .fails(&[409]),

        Operation::ListKeys => {
            Description::account("The account's keys, latest first").paged().gives::<Page<KeyRow>>(200, "A page.", s)
        }
        Operation::CreateKey => Description::account("Make another key")
            .keyed()
            .takes::<api_keys::NewKey>(s)
            .gives::<api_keys::Made>(201, "The key: the one answer that has it whole.", s)
            .fails(&[409]),
        Operation::RevokeKey => {
            Description::account("Stop a key from working").gives::<KeyRow>(200, "As it ended.", s).fails(&[409])
        }
        Operation::RotateKey => Description::account("Put another key in a key's place")
            .keyed()
            .takes::<api_keys::Rotation>(s)
            .gives::<api_keys::Made>(201, "The key: the one answer that has it whole.", s)
            .fails(&[409]),

        Operation::ListWebhookEndpoints => {
            Description::account("Where the account hears of its generations, newest first").paged().gives::<Page<
                webhook_endpoints::View,
            >>(
                200, "A page.", s
            )
        }
        Operation::CreateWebhookEndpoint => {
            Description::account("Hear how generations end, as Standard Webhooks 1.0 has it")
                .keyed()
                .takes::<webhook_endpoints::Request>(s)
                .gives::<webhook_endpoints::Made>(201, "The endpoint, with the secret that signs.", s)
                .fails(&[409])
        }
        Operation::GetWebhookEndpoint => {
            Description::account("A webhook endpoint").gives::<webhook_endpoints::View>(200, "It.", s)
        }
        Operation::DeleteWebhookEndpoint => Description::account("Hear nothing more at an endpoint").gives_media(
            204,
            "It is deleted; what waited for it is given up.",
            &[],
        ),
        Operation::EnableWebhookEndpoint => Description::account("Hear again at an endpoint that was disabled")
            .gives::<webhook_endpoints::View>(200, "It.", s),
        Operation::RotateWebhookSecret => {
            Description::account("Put another secret in place; the one before signs beside it for 24 hours")
                .gives::<webhook_endpoints::Made>(200, "The endpoint, with the new secret.", s)
        }
        Operation::TestWebhookEndpoint => Description::account("Send webhook.test to an endpoint")
            .gives::<Delivery>(202, "The delivery.", s)
            .fails(&[409, 429]),
        Operation::ListWebhookDeliveries => Description::account("What was sent to an endpoint, newest first")
            .paged()
            .gives::<Page<Delivery>>(200, "A page.", s),
        Operation::ReplayWebhookDelivery => Description::account("Send a delivery again, under the same id")
            .gives::<Delivery>(202, "The delivery.", s)
            .fails(&[409]),

        Operation::OpenSession => Description::open("Sign in with a key or the token of a mailed link")
            .takes::<sessions::Request>(s)
            .gives::<sessions::View>(200, "Who is signed in; the cookie is set.", s)
            .fails(&[401, 403, 404, 410]),
        Operation::GetSession => {
            Description::open("Who is signed in").gives::<sessions::View>(200, "Who.", s).fails(&[401, 403])
        }
        Operation::CloseSession => {
            Description::open("Sign out").gives_media(204, "Nobody is signed in any more.", &[]).fails(&[403])
        }
        Operation::RequestSignup => Description::open("Have a link mailed that signs in, or makes an account")
            .takes::<signups::Request>(s)
            .gives_media(202, "The same for every address.", &["application/json"])
            .fails(&[429]),
        Operation::ConfirmSignup => Description::open("Use a mailed link for a key")
            .takes::<signups::Confirmation>(s)
            .gives::<Confirmed>(201, "The account, and a key of it.", s)
            .fails(&[403, 404, 410]),
        Operation::SignupPage => Description::open("The page that a mailed link opens")
            .query("token", "That of the link.", &json!({ "type": "string" }))
            .gives_page(200, "A page."),
        Operation::SubmitSignupPage => Description::open("The form of that page")
            .takes_media("application/x-www-form-urlencoded", Some(json!({ "type": "object" })))
            .gives_page(201, "A key.")
            .gives_page(202, "A mail is on its way.")
            .gives_page(403, "The account was terminated.")
            .gives_page(404, "No link has this token.")
            .gives_page(410, "The link was used, or is too old.")
            .gives_page(429, "Too many links were asked for."),

        Operation::GetLink
        | Operation::StabilityGenerate
        | Operation::StabilityBalance
        | Operation::MeshyCreate
        | Operation::MeshyList
        | Operation::MeshyGet
        | Operation::MeshyDelete
        | Operation::MeshyStream
        | Operation::CogPredict
        | Operation::CogGet
        | Operation::CogCancel
        | Operation::ReplicatePredict
        | Operation::ReplicatePredictWith
        | Operation::ListPredictions
        | Operation::GetPrediction
        | Operation::StreamPrediction
        | Operation::CancelPrediction
        | Operation::CreateFile
        | Operation::GetFile
        | Operation::DeleteFile
        | Operation::GetWebhookSecret
        | Operation::ListModels
        | Operation::GetModel
        | Operation::ListVersions
        | Operation::GetVersion => compat::describe(operation, s),

        Operation::OperatorCommand => Description::operator("What the operator's commands do")
            .takes_media("application/json", Some(json!({ "type": "object", "required": ["command"] })))
            .gives_media(200, "What came of it.", &["application/json"])
            .gives_media(422, "Why it was not done.", &["application/json", "application/problem+json"])
            .gives_media(500, "What failed.", &["application/json", "application/problem+json"]),
        Operation::OperatorOverview => Description::operator("Queue, worker, faults, revenue and credits")
            .gives::<overview::View>(200, "How the service stands.", s),
        Operation::GetEvidence => Description::operator("What contests a dispute, for the bank")
            .gives_media(200, "A zip of texts and tables.", &["application/zip"])
            .fails(&[409, 503]),
    }
}

const ASSETS: &[&str] =
    &["text/javascript", "text/css", "text/plain", "image/svg+xml", "image/jpeg", "model/gltf-binary"];
const TEXT: &[&str] = &["text/plain"];
pub(super) const MODELS: &[&str] = &["model.glb", "model.obj", "model.stl", "model.ply", "thumbnail.png"];
pub(super) const MODEL_TYPES: &[&str] = &["model/gltf-binary", "model/obj", "model/stl", "model/ply", "image/png"];

/// The fields of a generation's request, whose files are written like `file` and whose photo has one of `names`.
pub(super) fn generation(file: &Value, names: &[&str]) -> Value {
    let mut fields = photo(file, names);
    fields["properties"]["model"] = json!({ "type": "string" });
    fields["properties"]["resolution"] = json!({ "type": "integer", "minimum": 16, "maximum": 1024 });
    fields
}

/// Those of them that say how the photo is cut out.
fn photo(file: &Value, names: &[&str]) -> Value {
    let photo: Vec<Value> = names.iter().map(|name| json!({ "required": [name] })).collect();
    let mut schema = json!({
        "type": "object",
        "oneOf": photo,
        "additionalProperties": false,
        "properties": {
            "mask": file,
            "foreground_ratio": { "type": "number", "minimum": 0.1, "maximum": 1 },
            "keep_background": { "type": "boolean" },
        },
    });
    names.iter().for_each(|name| schema["properties"][*name] = file.clone());
    schema
}

pub(super) fn image() -> Value {
    json!({
        "type": "string",
        "pattern": "^(data:[^,]*;base64,|https?://)",
        "description": "A PNG, JPEG or WebP file; a URL only where the operator lets the server fetch photos.",
    })
}
