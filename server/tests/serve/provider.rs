//! A payment provider for tests: makes sessions and refunds as Stripe's API does, and sends signed events, which a test can
//! repeat, reorder, delay, drop and corrupt.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::{
    client::{Client, Reply},
    double::{Request, listen},
    stripe_events::Story,
};

pub const SECRET: &str = "whsec_of_the_test";
const KEY: &str = "sk_test_of_the_test";

/// What the provider does with the next requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// As asked.
    Well,
    /// As asked, and the answer is lost.
    Mute,
    /// As asked, and the answer is another's: 200, and nothing in it that was asked for.
    Garbled,
    /// As asked, and its refunds fail.
    Failing,
    /// Nothing, 503.
    Down,
    /// Nothing, 400: it does not like what it is asked.
    Stubborn,
    /// As asked, and what it was asked before is new to it: its keys are forgotten after a day.
    Forgetful,
}

/// A request that arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    pub key: String,
    pub fields: BTreeMap<String, String>,
}

#[derive(Default)]
struct Book {
    asked: Vec<Asked>,
    /// Idempotency-Key to answer.
    answers: BTreeMap<String, Value>,
    /// What it made under keys that it has forgotten.
    forgotten: Vec<Value>,
}

pub struct Stripe {
    url: String,
    book: Arc<Mutex<Book>>,
    mood: Arc<Mutex<Mood>>,
}

impl Stripe {
    pub fn start() -> Stripe {
        let (book, mood) = (Arc::<Mutex<Book>>::default(), Arc::new(Mutex::new(Mood::Well)));
        let (its_book, its_mood) = (Arc::clone(&book), Arc::clone(&mood));
        let url = listen(move |request| {
            let mood = *its_mood.lock().expect("the mood");
            let answer = serve(request, &its_book, mood);
            match mood {
                Mood::Mute => None,
                Mood::Garbled => Some((200, json!({}))),
                _ => Some(answer),
            }
        });
        Stripe { url, book, mood }
    }

    /// A data directory whose server sells through this provider.
    pub fn configure(&self, data: &Path) {
        let text = format!(
            "[service]\nname = 'Test 3D'\ncontact = 'help@example.com'\n[payments.stripe]\napi = '{}'\nsecret_key = '{KEY}'\n\
             webhook_secret = '{SECRET}'\n",
            self.url
        );
        std::fs::write(data.join("oneclick3d.toml"), text).expect("write");
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().expect("the mood") = mood;
    }

    /// Requests that were done, without those that repeated one.
    pub fn done(&self) -> usize {
        let book = self.book.lock().expect("the book");
        book.answers.len() + book.forgotten.len()
    }

    /// The money of its last refund does not arrive; the refund's id.
    pub fn fails_at_last(&self) -> String {
        let mut book = self.book.lock().expect("the book");
        let refunds = book.answers.values_mut().filter(|made| made["object"] == "refund" && made["status"] != "failed");
        let last = refunds.max_by_key(|made| made["id"].to_string()).expect("a refund");
        last["status"] = json!("failed");
        last["id"].as_str().expect("an id").to_owned()
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.book.lock().expect("the book").asked.clone()
    }
}

fn serve(request: &Request, book: &Mutex<Book>, mood: Mood) -> (u16, Value) {
    let pairs = request.body.split('&').filter_map(|pair| pair.split_once('='));
    let fields: BTreeMap<String, String> = pairs.map(|(name, value)| (decode(name), decode(value))).collect();
    let changes = request.method != "GET";
    let key = request.headers.get("idempotency-key").cloned();
    let key = if changes { key.expect("every request can be repeated") } else { String::new() };
    match mood {
        _ if request.headers.get("authorization") != Some(&format!("Bearer {KEY}")) => {
            (401, json!({ "error": { "message": "Invalid API Key provided" } }))
        }
        Mood::Down => (503, json!({ "error": { "message": "down" } })),
        Mood::Stubborn => (400, json!({ "error": { "code": "parameter_invalid", "message": "no such currency" } })),
        Mood::Well | Mood::Mute | Mood::Garbled | Mood::Failing | Mood::Forgetful if !changes => {
            let book = book.lock().expect("the book");
            let refunds = book.answers.values().chain(&book.forgotten).filter(|made| made["object"] == "refund");
            let (_, payment) = request.path.split_once("payment_intent=").expect("of a payment");
            let payment = decode(payment.split('&').next().unwrap_or_default());
            let data: Vec<&Value> = refunds.filter(|refund| refund["payment_intent"] == payment.as_str()).collect();
            (200, json!({ "object": "list", "data": data, "has_more": false }))
        }
        Mood::Well | Mood::Mute | Mood::Garbled | Mood::Failing | Mood::Forgetful => {
            let mut book = book.lock().expect("the book");
            if mood == Mood::Forgetful {
                let answers = std::mem::take(&mut book.answers);
                book.forgotten.extend(answers.into_values());
            }
            book.asked.push(Asked { key: key.clone(), fields: fields.clone() });
            let number = book.answers.len() + book.forgotten.len();
            let status = if mood == Mood::Failing { "failed" } else { "succeeded" };
            (200, book.answers.entry(key).or_insert_with(|| answer(&request.path, &fields, number, status)).clone())
        }
    }
}

fn answer(path: &str, fields: &BTreeMap<String, String>, number: usize, refund: &str) -> Value {
    match path {
        "/v1/checkout/sessions" => {
            let id = format!("cs_{number}_{}", fields["client_reference_id"]);
            json!({ "id": id, "object": "checkout.session", "url": format!("https://checkout.example.com/{id}"),
                    "payment_intent": null, "payment_status": "unpaid" })
        }
        "/v1/refunds" => {
            let amount: i64 = fields["amount"].parse().expect("a number");
            json!({ "id": format!("re_{number}_{}", fields["payment_intent"]), "object": "refund", "amount": amount,
                    "payment_intent": fields["payment_intent"], "status": refund, "currency": "usd",
                    "metadata": { "order": fields["metadata[order]"] } })
        }
        other => panic!("nothing is asked at {other}"),
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
                u8::from_str_radix(std::str::from_utf8(&digits).expect("ASCII"), 16).expect("hexadecimal")
            }
            other => other,
        });
    }
    String::from_utf8(bytes).expect("UTF-8")
}

pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_secs()).expect("in range")
}

/// The value of `v1` for a body.
pub fn sign(secret: &str, at: i64, body: &[u8]) -> String {
    hmac(secret, &[format!("{at}.").as_bytes(), body].concat())
}

/// HMAC-SHA256 in hexadecimal.
pub fn hmac(secret: &str, message: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(message);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sends an event as it should be sent.
pub fn deliver(server: &Client, event: &Value) -> Reply {
    let (body, at) = (event.to_string(), now());
    let signature = format!("t={at},v1={}", sign(SECRET, at, body.as_bytes()));
    send(server, body.as_bytes(), &signature)
}

/// Sends anything with any signature.
pub fn send(server: &Client, body: &[u8], signature: &str) -> Reply {
    let headers = [("stripe-signature", signature), ("content-type", "application/json"), ("authorization", "")];
    server.send("POST", "/v1/payments/stripe", &headers, body)
}

/// The policy in force, as a buyer finds it.
pub fn policy(client: &Client) -> String {
    client.json("/v1/policy")["sha256"].as_str().expect("published").to_owned()
}

/// Begins to buy Starter; the reply.
pub fn check_out(client: &Client, key: &str) -> Reply {
    let body = json!({ "package": "starter", "policy_sha256": policy(client), "examples_seen": true });
    client.send("POST", "/v1/checkouts", &[("idempotency-key", key)], body.to_string().as_bytes())
}

/// Begins to buy Starter; what the provider will tell of it.
#[track_caller]
pub fn story(client: &Client) -> Story {
    begun(&check_out(client, ""))
}

/// What the provider will tell of a purchase that was begun.
#[track_caller]
pub fn begun(reply: &Reply) -> Story {
    assert_eq!(reply.status, 201, "{}", String::from_utf8_lossy(&reply.body));
    let begun = reply.json();
    let purchase = begun["id"].as_str().expect("an id").to_owned();
    let session = begun["url"].as_str().expect("a page").rsplit('/').next().expect("a name").to_owned();
    Story { payment: format!("pi_{purchase}"), session, purchase }
}
