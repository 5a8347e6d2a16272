//! `GET /openapi.json`: the API as OpenAPI 3.1 (spec.openapis.org/oas/v3.1), made of the table of routes, the types that handlers
//! read and write, and what [`describe`] says of each operation.

mod compat;
mod describe;
mod description;

use hyper::{Method, StatusCode};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    Answer, Front, body,
    compat::Dialect,
    routes::{Operation, ROUTES, Route},
};
use description::{Access, Content, Description};

/// `GET /openapi.json`.
pub(super) fn get(front: &Front) -> Answer {
    body::json(StatusCode::OK, &document(&front.configuration.service.name, &front.configuration.service.url))
}

/// The whole document.
fn document(name: &str, url: &str) -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut schemas = settings.into_generator();
    let mut paths = Map::new();
    for route in ROUTES.iter().filter(|route| is_described(route)) {
        let description = describe::describe(route.operation, &mut schemas);
        let path = paths.entry(route.pattern).or_insert_with(|| json!({}));
        let method = route.method.as_str().to_ascii_lowercase();
        path[method] = operation(route, description, &mut schemas);
    }
    let definitions: Map<String, Value> = schemas.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": name,
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A photo becomes a 3D model. Credits are held before a run and given back when it fails.",
        },
        "servers": [{ "url": url }],
        "paths": paths,
        "components": {
            "schemas": definitions,
            "securitySchemes": {
                "key": { "type": "http", "scheme": "bearer", "description": "An API key: oc3d_…" },
                "session": {
                    "type": "apiKey", "in": "cookie", "name": "oneclick3d",
                    "description": "Of POST /v1/session; changes need the header X-CSRF-Token as well. Over TLS its name is __Host-oneclick3d.",
                },
            },
        },
    })
}

/// The web page answers the same at each of its paths.
fn is_described(route: &Route) -> bool {
    route.operation != Operation::WebPage || route.pattern == "/"
}

fn operation(route: &Route, description: Description, schemas: &mut SchemaGenerator) -> Value {
    let pattern = route.pattern;
    let mut parameters = description.parameters;
    for name in pattern.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')) {
        let schema = match (name, description.files) {
            ("file", files) if !files.is_empty() => json!({ "type": "string", "enum": files }),
            _ => json!({ "type": "string", "minLength": 1 }),
        };
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
    }
    let mut problems = description.problems;
    if pattern.contains('{') {
        problems.push(404);
    }
    if !matches!(description.access, Access::Open) {
        problems.extend([401, 403]);
    }
    if route.operation.is_counted() {
        problems.push(429);
    }
    if route.method != Method::GET {
        // Cut off, stalled or too large; refused by hyper itself; the ledger full or the server ending.
        problems.extend([400, 408, 413, 503]);
    }
    let dialect = Dialect::of(pattern);
    let (media_type, schema) = dialect.schema(schemas);
    let problem = json!({ media_type: { "schema": schema } });
    let mut responses = Map::new();
    for status in problems.into_iter().flat_map(|status| dialect.statuses(status)) {
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
        responses.insert(status.to_string(), json!({ "description": reason, "content": problem }));
    }
    for (status, what, content) in description.answers {
        let mut response = json!({ "description": what });
        if !content.is_empty() {
            response["content"] = media_types(content);
            // A problem of the same status comes from elsewhere.
            if responses.contains_key(&status.to_string()) {
                let (media_type, schema) = problem.as_object().and_then(|all| all.iter().next()).expect("one type");
                response["content"][media_type] = schema.clone();
            }
        }
        responses.insert(status.to_string(), response);
    }
    let mut operation = json!({
        "operationId": format!("{:?}", route.operation),
        "summary": description.summary,
        "parameters": parameters,
        "responses": responses,
        "security": match description.access {
            Access::Open => json!([]),
            Access::Account | Access::Operator => json!([{ "key": [] }, { "session": [] }]),
        },
    });
    if !description.body.is_empty() {
        operation["requestBody"] = json!({ "required": true, "content": media_types(description.body) });
    }
    operation
}

fn media_types(content: Vec<Content>) -> Value {
    let types = content.into_iter().map(|Content { media_type, schema }| {
        (media_type.to_owned(), schema.map_or_else(|| json!({}), |schema| json!({ "schema": schema })))
    });
    Value::Object(types.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_route_is_described_and_every_reference_leads_somewhere() {
        let document = document("Test 3D", "http://localhost");
        let described: usize = document["paths"]
            .as_object()
            .expect("paths")
            .values()
            .map(|path| path.as_object().map_or(0, Map::len))
            .sum();
        assert_eq!(described, ROUTES.iter().filter(|route| is_described(route)).count());
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 50, "{}", found.len());
        for reference in found {
            let pointer = reference.strip_prefix('#').expect("of this document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
        // Two types of one name would be numbered.
        let names = document["components"]["schemas"].as_object().expect("schemas").keys();
        assert!(
            names.clone().all(|name| !name.ends_with(|last: char| last.is_ascii_digit())),
            "{:?}",
            names.collect::<Vec<_>>()
        );
    }
    /// What may be sent again as it is, and why that does nothing twice.
    fn repeatable(operation: Operation) -> Option<&'static str> {
        Some(match operation {
            Operation::CancelGeneration | Operation::CancelPrediction | Operation::CogCancel => {
                "what was canceled stays canceled"
            }
            Operation::CutOut => "it costs nothing and nothing of it is kept",
            Operation::TakeStripeEvent | Operation::TakeBtcpayEvent => "an event has an id of its own",
            Operation::EnableWebhookEndpoint => "what is enabled stays enabled",
            Operation::RotateWebhookSecret => "the secret of each answer signs, and those before it for a day",
            Operation::TestWebhookEndpoint => "one test more is one test more",
            Operation::ReplayWebhookDelivery => "a delivery keeps its id, by which its receiver knows it",
            Operation::OpenSession => "each session is another one, and ends by itself",
            Operation::RequestSignup | Operation::ConfirmSignup | Operation::SubmitSignupPage => {
                "a mailed link is used once, and another can be had"
            }
            Operation::OperatorCommand => "a command that moves something names it by an id or a reference",
            _ => return None,
        })
    }

    #[test]
    fn what_is_posted_takes_an_idempotency_key_or_can_be_repeated() {
        let mut schemas = SchemaSettings::draft2020_12().into_generator();
        for route in ROUTES.iter().filter(|route| route.method == Method::POST) {
            let keyed = describe::describe(route.operation, &mut schemas).is_keyed();
            assert_ne!(keyed, repeatable(route.operation).is_some(), "POST {}", route.pattern);
        }
    }
}
