//! What clients of cog and Replicate send: `{"version", "input"}`.

use serde_json::{Map, Value};

use super::{
    super::{
        super::problem::Problem,
        fields::{Field, Fields, Kept},
    },
    Asked, OWNER, webhooks,
};
use crate::{configuration::WebhooksSection, webhooks::PredictionWebhook};

const fn never(name: &'static str, why: &'static str) -> Field {
    Field { name, kept: Kept::Never, why }
}

const KEPT: &[Field] = &[
    never("webhook_completed", "its names are webhook, and webhook_events_filter with \"completed\""),
    never("output_file_prefix", "files are fetched, not sent"),
    never("id", "ids are given by this server"),
    never("created_at", "times are this server's"),
    never("context", "there is none"),
];

/// What is asked of a model.
pub(super) struct Request {
    /// The fields of this service's own request.
    pub(super) input: Map<String, Value>,
    /// The model, unless the input of cog's request names one.
    pub(super) model: String,
    /// Where its client wants to hear of it.
    pub(super) webhook: Option<PredictionWebhook>,
}

/// Reads the body of a new prediction.
///
/// # Errors
/// 422 that names the field.
pub(super) fn read(
    fields: Map<String, Value>,
    asked: Asked<'_>,
    default_model: &str,
    section: &WebhooksSection,
) -> Result<Request, Problem> {
    let mut fields = Fields::new(fields);
    let input = match fields.take("input") {
        Some(Value::Object(input)) => input,
        Some(_) => return Err(invalid("input must be an object")),
        None => return Err(invalid("input is missing: send {\"input\": {\"image\": \"data:image/png;base64,...\"}}")),
    };
    let webhook = webhooks::read(&mut fields, section)?;
    let mut read = "input, stream, webhook and webhook_events_filter";
    let model = match asked {
        Asked::Cog => default_model.to_owned(),
        Asked::Version => {
            read = "version, input, stream, webhook and webhook_events_filter";
            let version = fields.take_text("version")?;
            let version = version.ok_or_else(|| invalid("version is missing: GET /v1/models lists what there is"))?;
            model_of(&version)?.to_owned()
        }
        Asked::Model { name, .. } => name.to_owned(),
    };
    // A stream can be had of every prediction.
    if fields.take("stream").is_some_and(|stream| !stream.is_boolean()) {
        return Err(invalid("stream must be true or false"));
    }
    fields.finish(KEPT, read)?;
    let named = input.contains_key("model");
    if named && !matches!(asked, Asked::Cog) {
        return Err(invalid("there is no field 'input.model': the version, or the path, says which model is meant"));
    }
    Ok(Request { input, model, webhook })
}

/// The model that a version names: `NAME`, `OWNER/NAME` or `OWNER/NAME:NAME`, since a model has one version, of its own name.
fn model_of(version: &str) -> Result<&str, Problem> {
    let wrong = || {
        let version: String = version.chars().take(80).collect();
        let detail =
            format!("there is no version '{version}'; a model's version is its name, and its owner is {OWNER}");
        Problem::invalid("invalid_option", detail)
    };
    let name = match version.split_once('/') {
        Some((owner, name)) if owner == OWNER => name,
        Some(_) => return Err(wrong()),
        None => version,
    };
    match name.split_once(':') {
        Some((name, version)) if version == name => Ok(name),
        Some(_) => Err(wrong()),
        None => Ok(name),
    }
}

fn invalid(detail: &str) -> Problem {
    Problem::invalid("invalid_option", detail)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::configuration::FetchSection;
    use crate::fetch::Fetcher;
    use crate::http::generation_request::{self, GenerationRequest};

    const IMAGE: &str = "data:image/png;base64,aGVsbG8=";

    async fn read_json(body: Value, asked: Asked<'_>) -> Result<GenerationRequest, String> {
        let Value::Object(fields) = body else { panic!("no object: {body}") };
        let said = |problem: Problem| problem.detail().to_owned();
        let section = WebhooksSection::default();
        let Request { input, model, .. } = read(fields, asked, "silhouette", &section).map_err(said)?;
        let fetcher = Fetcher::new(&FetchSection::default(), 1 << 20);
        generation_request::of_json(input, Vec::new(), &model, &fetcher).await.map_err(said)
    }

    #[tokio::test]
    async fn a_version_is_a_models_name_with_or_without_its_owner() {
        for version in ["triposr", "oneclick3d/triposr", "oneclick3d/triposr:triposr"] {
            let body = json!({"version": version, "input": {"image": IMAGE, "resolution": 32}});
            let request = read_json(body, Asked::Version).await.expect(version);
            assert_eq!((request.options.model.as_str(), request.options.resolution), ("triposr", 32));
        }
        for version in ["stability-ai/triposr", "oneclick3d/triposr:1", ":triposr"] {
            let error = read_json(json!({"version": version, "input": {}}), Asked::Version).await.expect_err(version);
            assert!(error.contains("no version"), "{error}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_honoured_is_refused_by_name() {
        let model = Asked::Model { owner: OWNER, name: "silhouette" };
        for (body, asked, named) in [
            (json!({}), Asked::Cog, "input is missing"),
            (json!({"input": {}}), Asked::Version, "version is missing"),
            (json!({"input": {}, "version": "silhouette"}), model, "'version'"),
            (json!({"input": {}, "webhook": "http://example.com"}), Asked::Cog, "webhook: give a URL"),
            (json!({"input": {}, "webhook": "https://10.0.0.1"}), Asked::Cog, "webhook: its host is not"),
            (json!({"input": {}, "webhook": 3}), Asked::Cog, "webhook must be text"),
            (json!({"input": {}, "webhook_completed": "https://example.com"}), Asked::Cog, "webhook_events_filter"),
            (json!({"input": {}, "webhook_events_filter": []}), model, "webhook_events_filter leaves nothing"),
            (json!({"input": {}, "webhook_events_filter": ["end"]}), model, "start, output, completed"),
            (
                json!({"input": {}, "webhook_events_filter": ["start", "logs"]}),
                model,
                "webhook_events_filter cannot be",
            ),
            (json!({"input": {}, "webhook_events_filter": ["start"]}), Asked::Cog, "send 'webhook' too"),
            (json!({"input": {}, "id": "mine"}), Asked::Cog, "id cannot be honoured"),
            (json!({"input": {}, "stream": "yes"}), model, "stream"),
            (json!({"input": {"image": IMAGE, "model": "triposr"}}), model, "input.model"),
            (json!({"input": {"image": IMAGE, "seed": 1}}), Asked::Cog, "'seed'"),
            (json!({"input": {"image": "https://example.com/a.png"}}), Asked::Cog, "image is a URL"),
        ] {
            let error = read_json(body.clone(), asked).await.expect_err(named);
            assert!(error.contains(named), "{body}: {error}");
        }
    }
}
