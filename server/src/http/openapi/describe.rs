//! What each operation takes and gives.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::description::Description;
use crate::{
    http::{
        account, api_keys, cases, checkouts, generations, overview, pages::Page, policy, prices, routes::Operation,
        sessions, signups,
    },
    ledger::{Balance, Entry, KeyRow},
    signups::Confirmed,
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
            .takes::<api_keys::Rotation>(s)
            .gives::<api_keys::Made>(201, "The key: the one answer that has it whole.", s)
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

        Operation::GetLink => Description::open("A file for whoever has its signed link")
            .of_files(MODELS)
            .query("expires", "Until when the link is good.", &json!({ "type": "string" }))
            .query("signature", "That it was made here.", &json!({ "type": "string" }))
            .header("If-None-Match", "The ETag of what is here already.")
            .gives_media(200, "The file.", MODEL_TYPES)
            .gives_media(304, "It has not changed.", &[])
            .fails(&[403, 409]),
        Operation::StabilityGenerate => foreign("Stability's image to 3D: waits, and answers with the model")
            .takes_media("multipart/form-data", Some(json!({ "type": "object", "required": ["image"] })))
            .gives_media(200, "A GLB.", &["model/gltf-binary"]),
        Operation::StabilityBalance => foreign("Stability's balance").gives_media(200, "Credits.", JSON),
        Operation::MeshyCreate => foreign("Meshy's image to 3D")
            .takes_media("application/json", Some(json!({ "type": "object", "required": ["image_url"] })))
            .gives_media(202, "The task's id.", JSON),
        Operation::MeshyList => foreign("Meshy's list of tasks").gives_media(200, "Tasks.", JSON),
        Operation::MeshyGet => foreign("Meshy's task").gives_media(200, "It.", JSON),
        Operation::MeshyDelete => foreign("Delete what a task made").gives_media(200, "It is gone.", JSON),
        Operation::MeshyStream => {
            foreign("Meshy's stream of a task").gives_media(200, "Server-sent events.", &["text/event-stream"])
        }
        Operation::CogPredict | Operation::ReplicatePredict | Operation::ReplicatePredictWith => {
            replicates("Replicate's and cog's prediction: makes a model of a photo")
                .keyed()
                .header("Prefer", "wait or wait=SECONDS, respond-async.")
                .takes_media("application/json", Some(json!({ "type": "object", "required": ["input"] })))
                .gives_media(200, "How it ended.", JSON)
                .gives_media(201, "It is begun, or how it ended.", JSON)
                .gives_media(202, "It is begun.", JSON)
                .fails(&[402, 404, 429])
        }
        Operation::ListPredictions => replicates("Replicate's list of predictions").gives_media(200, "A page.", JSON),
        Operation::GetPrediction => replicates("A prediction").gives_media(200, "It.", JSON),
        Operation::StreamPrediction => {
            replicates("A prediction, as it goes on").gives_media(200, "Server-sent events.", &["text/event-stream"])
        }
        Operation::CancelPrediction => replicates("Cancel a prediction").gives_media(200, "It.", JSON).fails(&[409]),
        Operation::RefuseFile => Description::open("Replicate's files, which are not kept here").fails(&[404]),
        Operation::ListModels => Description::open("The models that are here").gives_media(200, "Models.", JSON),
        Operation::GetModel => Description::open("A model").gives_media(200, "It.", JSON),
        Operation::ListVersions => Description::open("A model's versions").gives_media(200, "One.", JSON),
        Operation::GetVersion => Description::open("A model's version").gives_media(200, "It.", JSON),

        Operation::OperatorCommand => Description::operator("What the operator's commands do")
            .takes_media("application/json", Some(json!({ "type": "object", "required": ["command"] })))
            .gives_media(200, "What came of it.", &["application/json"])
            .gives_media(422, "Why it was not done.", &["application/json", "application/problem+json"])
            .gives_media(500, "What failed.", &["application/json", "application/problem+json"]),
        Operation::OperatorOverview => Description::operator("Queue, worker, faults, revenue and credits")
            .gives::<overview::View>(200, "How the service stands.", s),
    }
}

const ASSETS: &[&str] =
    &["text/javascript", "text/css", "text/plain", "image/svg+xml", "image/jpeg", "model/gltf-binary"];
const TEXT: &[&str] = &["text/plain"];
const JSON: &[&str] = &["application/json"];
const MODELS: &[&str] = &["model.glb", "model.obj", "model.stl", "model.ply", "thumbnail.png"];
const MODEL_TYPES: &[&str] = &["model/gltf-binary", "model/obj", "model/stl", "model/ply", "image/png"];

/// Of an API whose errors have a form of their own.
fn foreign(summary: &'static str) -> Description {
    const REFUSALS: &[u16] = &[400, 401, 402, 403, 404, 408, 409, 410, 413, 415, 422, 429, 500, 503];
    REFUSALS
        .iter()
        .fold(Description::account(summary), |description, &status| description.gives_media(status, "Why not.", JSON))
}

/// Of Replicate's API, whose errors are ours.
fn replicates(summary: &'static str) -> Description {
    Description::account(summary).fails(&[422])
}

/// The fields of a generation's request, whose files are written like `file` and whose photo has one of `names`.
fn generation(file: &Value, names: &[&str]) -> Value {
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

fn image() -> Value {
    json!({
        "type": "string",
        "pattern": "^(data:[^,]*;base64,|https?://)",
        "description": "A PNG, JPEG or WebP file; a URL only where the operator lets the server fetch photos.",
    })
}
