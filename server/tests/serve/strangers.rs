//! Nothing of another account is ever visible: whatever has an id answers a stranger as what does not exist. The routes are those
//! of the description, so that a new one is asked too, or fails this test until it is known what stands in its path.

use serde_json::{Value, json};

use crate::{
    client::{Client, Reply, multipart_file},
    payments::{shop, wait_for_credits},
    photos,
    provider::{deliver, now, story},
    server::account,
};

/// What stands in these paths is nobody's; a link is open to whoever has its signature.
const NOBODYS: [&str; 9] = [
    "/assets/{file}",
    "/examples/{file}",
    "/policy/{sha256}",
    "/terms/{sha256}",
    "/links/{id}/{file}",
    "/v1/models/{owner}/{name}",
    "/v1/models/{owner}/{name}/predictions",
    "/v1/models/oneclick3d/{name}/versions",
    "/v1/models/oneclick3d/{name}/versions/{id}",
];

const JSON: (&str, &str) = ("content-type", "application/json");

fn post(client: &Client, path: &str, body: &Value) -> Value {
    let reply = client.send("POST", path, &[JSON], body.to_string().as_bytes());
    assert!((200..300).contains(&reply.status), "{path}: {}", String::from_utf8_lossy(&reply.body));
    reply.json()
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

/// One of each thing that has an owner.
struct Things {
    generation: String,
    purchase: String,
    case: String,
    key: String,
    endpoint: String,
    delivery: String,
    file: String,
}

impl Things {
    /// Of an account without credits, which buys some first.
    fn of(owner: &Client) -> Things {
        let story = story(owner);
        assert_eq!(deliver(owner, &story.completed(true, now())).status, 200);
        wait_for_credits(owner, 60);
        let generation = owner.create(&photos::cut_out(64), &[("resolution", "16")]);
        owner.wait(&generation, &["SUCCEEDED"]);
        let case = post(owner, "/v1/cases", &json!({ "subject": "A model", "text": "It has no back." }));
        let key = post(owner, "/v1/keys", &json!({}));
        // RFC 6761: a name that leads nowhere.
        let endpoint = text(&post(owner, "/v1/webhook-endpoints", &json!({ "url": "https://hook.invalid/" })), "id");
        let delivery = post(owner, &format!("/v1/webhook-endpoints/{endpoint}/test"), &json!({}));
        let (content_type, body) = multipart_file("content", &photos::cut_out(64), &[]);
        let file = owner.send("POST", "/v1/files", &[("content-type", &content_type)], &body).json();
        Things {
            generation,
            purchase: story.purchase,
            case: text(&case, "id"),
            key: text(&key, "id"),
            endpoint,
            delivery: text(&delivery, "id"),
            file: text(&file, "id"),
        }
    }

    /// The path of a pattern that leads to one of them.
    fn path(&self, pattern: &str) -> String {
        let id = match pattern.split("/{").next().expect("a first part") {
            "/v1/generations" | "/v1/predictions" | "/predictions" | "/openapi/v1/image-to-3d" => &self.generation,
            "/v1/purchases" | "/v1/operator/disputes" => &self.purchase,
            "/v1/cases" => &self.case,
            "/v1/keys" => &self.key,
            "/v1/webhook-endpoints" => &self.endpoint,
            "/v1/files" => &self.file,
            _ => panic!("whose is what stands in {pattern}? Make one here, or name it among what is nobody's"),
        };
        let path = pattern.replace("{id}", id).replace("{delivery}", &self.delivery).replace("{file}", "model.glb");
        assert!(!path.contains('{'), "what stands in {pattern}?");
        path
    }
}

/// Asks with a body that fits, where one is wanted.
fn ask(client: &Client, method: &str, path: &str, more: &[(&str, &str)]) -> Reply {
    let body = if path.ends_with("/messages") { r#"{"text": "It is mine."}"# } else { "{}" };
    client.send(method, path, &[&[JSON], more].concat(), body.as_bytes())
}

#[test]
fn whatever_has_an_id_does_not_exist_for_another_account() {
    let (data, _stripe, server, owner) = shop("");
    let stranger = server.client(&account(data.path(), "stranger@example.com", 60));
    let things = Things::of(&owner);
    let document = owner.json("/openapi.json");
    let paths = document["paths"].as_object().expect("paths");
    let mut shown = Vec::new();
    for (pattern, methods) in paths.iter().filter(|(pattern, _)| pattern.contains('{')) {
        if NOBODYS.contains(&pattern.as_str()) {
            continue;
        }
        let path = things.path(pattern);
        let wanted = if pattern.starts_with("/v1/operator/") { 403 } else { 404 };
        for method in methods.as_object().expect("methods").keys().map(|method| method.to_uppercase()) {
            if method == "GET" && wanted == 404 {
                assert_eq!(owner.get(&path).status, 200, "its owner sees {path}");
                shown.push(path.clone());
            }
            let refused = ask(&stranger, &method, &path, &[]);
            let said = String::from_utf8_lossy(&refused.body);
            assert_eq!(refused.status, wanted, "a stranger asks {method} {path}: {said}");
            let nobody = ask(&stranger, &method, &path, &[("authorization", "")]);
            assert_eq!(nobody.status, 401, "nobody asks {method} {path}");
        }
    }
    assert!(shown.len() > 10, "{shown:?}");

    // Beside something of his own.
    let own = text(&post(&stranger, "/v1/webhook-endpoints", &json!({ "url": "https://hook.invalid/" })), "id");
    let delivery = format!("/v1/webhook-endpoints/{own}/deliveries/{}/replay", things.delivery);
    ask(&stranger, "POST", &delivery, &[]).problem(404, "webhook_delivery_not_found");
    for (pattern, _) in paths.iter().filter(|(pattern, methods)| !pattern.contains('{') && methods["get"].is_object()) {
        let seen = String::from_utf8_lossy(&stranger.get(pattern).body).into_owned();
        let Things { generation, purchase, case, key, endpoint, delivery, file } = &things;
        for id in [generation, purchase, case, key, endpoint, delivery, file] {
            assert!(!seen.contains(id), "a stranger sees {id} at {pattern}");
        }
    }

    for path in shown {
        assert_eq!(owner.get(&path).status, 200, "{path} is as it was");
    }
    let case = owner.json(&format!("/v1/cases/{}", things.case));
    assert_eq!(case["messages"].as_array().map(Vec::len), Some(1), "{case}");
    let keys = owner.json("/v1/keys");
    let keys = keys["data"].as_array().expect("a list");
    assert!(keys.len() == 2 && keys.iter().all(|key| key["revoked_at"].is_null()), "{keys:?}");
}
