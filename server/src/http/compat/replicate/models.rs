//! `/v1/models`, as Replicate's clients know it: what there is to make predictions with. A model has one version, of its own name.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{
    super::super::{Answer, Front, body, problem::Problem},
    OWNER, Page,
};
use crate::blocking;

/// From this version of cog on, clients take a schema as it is.
const COG: &str = "0.9.0";

/// Checks that there is such a model.
///
/// # Errors
/// 404 that says what there is.
pub(super) async fn find(front: &Front, owner: &str, name: &str) -> Result<(), Problem> {
    let names = names(front).await;
    if owner == OWNER && names.iter().any(|known| known == name) {
        return Ok(());
    }
    let names: Vec<String> = names.iter().map(|name| format!("{OWNER}/{name}")).collect();
    let detail = format!("there is no model of this name; there are {}", names.join(", "));
    Err(Problem::new(StatusCode::NOT_FOUND, "model_not_found", detail))
}

async fn names(front: &Front) -> Vec<String> {
    let catalog = front.catalog.clone();
    blocking::run(move || catalog.names()).await
}

/// `GET /v1/models`.
pub(in super::super::super) async fn list(front: &Front) -> Answer {
    let results = names(front).await.iter().map(|name| model(front, name)).collect();
    body::json(StatusCode::OK, &Page { previous: None, next: None, results })
}

/// `GET /v1/models/{owner}/{name}`.
pub(in super::super::super) async fn get(front: &Front, owner: &str, name: &str) -> Result<Answer, Problem> {
    find(front, owner, name).await?;
    Ok(body::json(StatusCode::OK, &model(front, name)))
}

/// `GET /v1/models/oneclick3d/{name}/versions`.
pub(in super::super::super) async fn versions(front: &Front, name: &str) -> Result<Answer, Problem> {
    find(front, OWNER, name).await?;
    Ok(body::json(StatusCode::OK, &Page { previous: None, next: None, results: vec![version(name)] }))
}

/// `GET /v1/models/oneclick3d/{name}/versions/{id}`.
pub(in super::super::super) async fn get_version(front: &Front, name: &str, id: &str) -> Result<Answer, Problem> {
    find(front, OWNER, name).await?;
    if id == name {
        return Ok(body::json(StatusCode::OK, &version(name)));
    }
    let detail = format!("the only version of {OWNER}/{name} is '{name}'");
    Err(Problem::new(StatusCode::NOT_FOUND, "version_not_found", detail))
}

fn model(front: &Front, name: &str) -> Value {
    // A network that the operator brought is not in the registry.
    let known = ::models::registry::find(name);
    json!({
        "url": format!("{}/v1/models/{OWNER}/{name}", front.configuration.service.url),
        "owner": OWNER,
        "name": name,
        "description": known.map(|model| model.description),
        "visibility": "public",
        "github_url": null,
        "paper_url": null,
        "license_url": null,
        // Not counted by model.
        "run_count": 0,
        "cover_image_url": null,
        "default_example": null,
        "latest_version": version(name),
    })
}

fn version(name: &str) -> Value {
    let file = |what: &str| json!({"type": "string", "format": "uri", "description": what});
    json!({
        "id": name,
        // Weights have no date.
        "created_at": "1970-01-01T00:00:00Z",
        "cog_version": COG,
        "openapi_schema": {
            "openapi": "3.1.0",
            "info": {"title": name, "version": "1"},
            "paths": {},
            "components": {"schemas": {
                "Input": {
                    "type": "object",
                    "title": "Input",
                    "required": ["image"],
                    "additionalProperties": false,
                    "properties": {
                        "image": file("PNG, JPEG or WebP, as a data URI"),
                        "mask": file("What of the image is the object, as a data URI"),
                        "resolution": {
                            "type": "integer", "minimum": 16, "maximum": 1024, "description": "Lattice samples an axis",
                        },
                        "foreground_ratio": {
                            "type": "number", "minimum": 0.1, "maximum": 1,
                            "description": "How much of the frame the object fills",
                        },
                        "keep_background": {"type": "boolean", "description": "Do not look for a background"},
                    },
                },
                "Output": {
                    "type": "object",
                    "title": "Output",
                    "properties": {
                        "glb": file("GLB"), "obj": file("OBJ"), "ply": file("PLY"), "stl": file("STL"),
                    },
                },
            }},
        },
    })
}
