//! What the operations of other services' APIs take and give.

use schemars::SchemaGenerator;
use serde_json::{Value, json};

use super::{
    describe::{MODEL_TYPES, MODELS, generation, image},
    description::Description,
};
use crate::http::{
    compat::{
        meshy::{Created, Task},
        replicate::{Page, Prediction, files::File, webhooks},
        stability,
    },
    routes::Operation,
};

type Predictions = Page<Prediction<'static>>;

/// # Panics
/// For an operation of this service's own API.
pub(super) fn describe(operation: Operation, s: &mut SchemaGenerator) -> Description {
    match operation {
        Operation::GetLink => Description::open("A file of a generation, for whoever has the link")
            .of_files(MODELS)
            .query("expires", "When the link ends, seconds since 1970.", &json!({ "type": "integer" }))
            .query("signature", "That of this server.", &json!({ "type": "string" }))
            .header("If-None-Match", "The ETag of what is here already.")
            .gives_media(200, "The file.", MODEL_TYPES)
            .gives_media(304, "It has not changed.", &[])
            .fails(&[403, 409]),

        Operation::StabilityGenerate => Description::account("Stability: make a GLB of a photo, at once")
            .keyed()
            .takes_media("multipart/form-data", Some(stability_form()))
            .gives_media(200, "The model.", &["model/gltf-binary"])
            .fails(&[402, 409, 429, 500]),
        Operation::StabilityBalance => {
            Description::account("Stability: the credits that are left").gives::<stability::View>(200, "They.", s)
        }

        Operation::MeshyCreate => Description::account("Meshy: make a model of a photo")
            .keyed()
            .takes_media("application/json", Some(meshy_body()))
            .gives::<Created<'static>>(202, "The task's id.", s)
            .fails(&[402, 409, 429]),
        Operation::MeshyList => Description::account("Meshy: the account's tasks")
            .query("page_num", "From 1 on.", &json!({ "type": "integer", "minimum": 1 }))
            .query("page_size", "How many.", &json!({ "type": "integer", "minimum": 1, "maximum": 50 }))
            .query("sort_by", "Which come first.", &json!({ "enum": ["+created_at", "-created_at"] }))
            .gives::<Vec<Task<'static>>>(200, "Tasks.", s),
        Operation::MeshyGet => Description::account("Meshy: how a task stands").gives::<Task<'static>>(200, "It.", s),
        Operation::MeshyDelete => Description::account("Meshy: delete a task's files, and cancel it before its end")
            .gives_media(200, "They are gone; the record stays in the history.", &[])
            .fails(&[409]),
        Operation::MeshyStream => Description::account("Meshy: how a task stands, as it goes on").gives_media(
            200,
            "Server-sent events until it has ended.",
            &["text/event-stream"],
        ),

        Operation::CogPredict => prediction("cog: make a prediction", &[])
            .gives::<Prediction<'static>>(200, "As it ended.", s)
            .gives::<Prediction<'static>>(202, "It is paid by a hold and waits.", s),
        Operation::ReplicatePredict => prediction("Replicate: make a prediction of a version", &["version"])
            .gives::<Prediction<'static>>(201, "It is paid by a hold and waits; or how it ended.", s),
        Operation::ReplicatePredictWith => prediction("Replicate: make a prediction with a model", &[])
            .gives::<Prediction<'static>>(201, "It is paid by a hold and waits; or how it ended.", s),
        Operation::CogGet | Operation::GetPrediction => {
            Description::account("How a prediction stands").gives::<Prediction<'static>>(200, "It.", s)
        }
        Operation::CogCancel | Operation::CancelPrediction => Description::account(
            "Cancel a prediction; its credits come back",
        )
        .gives::<Prediction<'static>>(200, "As it ended.", s),
        Operation::ListPredictions => Description::account("Replicate: the account's predictions, newest first")
            .query("cursor", "In the `next` of the page before.", &json!({ "type": "string" }))
            .gives::<Predictions>(200, "A page.", s),
        Operation::StreamPrediction => Description::account("Replicate: how a prediction stands, as it goes on")
            .header("Last-Event-ID", "The id of the event that was told last.")
            .gives_media(200, "Server-sent events until it has ended.", &["text/event-stream"])
            .gives_media(204, "It has ended, and that was told.", &[]),
        Operation::CreateFile => Description::account("Replicate: send an image ahead of its prediction")
            .keyed()
            .takes_media("multipart/form-data", Some(file_form()))
            .gives::<File>(201, "What a prediction's input names.", s),
        Operation::GetFile => {
            Description::account("Replicate: an image that was sent ahead").gives::<File>(200, "It.", s)
        }
        Operation::DeleteFile => {
            Description::account("Replicate: forget an image that was sent ahead").gives_media(204, "It is gone.", &[])
        }
        Operation::GetWebhookSecret => Description::account("Replicate: what verifies webhooks of predictions")
            .gives::<webhooks::Secret>(200, "It, made when it is asked for first.", s),
        Operation::ListModels => Description::open("Replicate: the models").gives_media(200, "A page.", JSON),
        Operation::GetModel => Description::open("Replicate: a model").gives_media(200, "It.", JSON),
        Operation::ListVersions => {
            Description::open("Replicate: the one version of a model").gives_media(200, "A page.", JSON)
        }
        Operation::GetVersion => {
            Description::open("Replicate: a version with its inputs").gives_media(200, "It.", JSON)
        }
        operation => unreachable!("{operation:?} is described with this service's own"),
    }
}

const JSON: &[&str] = &["application/json"];

/// What all that make a prediction have in common; its body needs `input` and what else is `required`.
fn prediction(summary: &'static str, required: &[&str]) -> Description {
    let mut properties = json!({
        "input": generation(&image(), &["image", "image_url"]),
        "stream": { "type": "boolean" },
        "webhook": { "type": "string", "format": "uri", "description": "Where this prediction alone is told." },
        "webhook_events_filter": {
            "type": "array",
            "minItems": 1,
            "items": { "enum": ["start", "output", "completed"] },
            "description": "What is told there: output and completed without it. Only with webhook.",
        },
    });
    for name in required {
        properties[*name] = json!({ "type": "string" });
    }
    let required: Vec<&str> = required.iter().copied().chain(["input"]).collect();
    let schema = json!({
        "type": "object",
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    });
    Description::account(summary)
        .keyed()
        .header("Prefer", "wait or wait=SECONDS answers when it has ended; respond-async at once (RFC 7240).")
        .takes_media("application/json", Some(schema))
        .fails(&[402, 409, 429])
}

fn file_form() -> Value {
    json!({
        "type": "object",
        "required": ["content"],
        "additionalProperties": false,
        "properties": { "content": { "type": "string", "format": "binary" } },
    })
}

fn stability_form() -> Value {
    json!({
        "type": "object",
        "required": ["image"],
        "additionalProperties": false,
        "properties": {
            "image": { "type": "string", "format": "binary" },
            "foreground_ratio": { "type": "number", "minimum": 0.1, "maximum": 1 },
            "remesh": { "enum": ["none"] },
            "vertex_count": { "enum": ["-1"] },
        },
    })
}

fn meshy_body() -> Value {
    json!({
        "type": "object",
        "required": ["image_url"],
        "properties": {
            "image_url": image(),
            "ai_model": { "type": "string", "description": "A model's name, or latest." },
            "target_formats": {
                "type": "array",
                "items": { "enum": ["glb", "obj", "stl", "ply"] },
                "description": "What is needed; a task always has all four.",
            },
            "should_texture": { "enum": [true] },
            "should_remesh": { "enum": [false] },
            "topology": { "enum": ["triangle"] },
        },
    })
}
