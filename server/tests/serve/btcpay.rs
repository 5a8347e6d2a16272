//! Credits bought through a BTCPay Server, of which a double stands here.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::{
    client::{Client, Reply},
    double::{Request, listen},
    payments::{agrees, settled, wait_for_credits},
    provider::{check_out, hmac, now},
    server::{Server, account, operate, operator, wait_until},
};

const SECRET: &str = "the webhook's secret";

#[derive(Default)]
struct Btcpay {
    invoices: Mutex<Vec<Value>>,
    mute: AtomicBool,
}

impl Btcpay {
    fn answer(&self, request: &Request) -> Option<(u16, Value)> {
        assert_eq!(request.headers.get("authorization").map(String::as_str), Some("token the-key"));
        let mut invoices = self.invoices.lock().expect("the invoices");
        let answer = match (&*request.method, request.path.split_once("?orderId=")) {
            ("GET", Some(("/api/v1/stores/the-store/invoices", order))) => {
                json!(invoices.iter().filter(|invoice| invoice["metadata"]["orderId"] == order).collect::<Vec<_>>())
            }
            ("POST", None) if request.path == "/api/v1/stores/the-store/invoices" => {
                let mut invoice: Value = serde_json::from_str(&request.body).expect("JSON");
                let id = format!("invoice-{}", invoices.len());
                invoice["checkoutLink"] = json!(format!("https://btcpay.example.com/i/{id}"));
                invoice["id"] = json!(id);
                invoice["status"] = json!("New");
                invoices.push(invoice.clone());
                invoice
            }
            other => panic!("nothing is asked at {other:?}"),
        };
        (request.method == "GET" || !self.mute.load(Ordering::SeqCst)).then_some((200, answer))
    }
}

fn event(delivery: &str, kind: &str, purchase: &str, invoice: &str) -> Value {
    json!({
        "deliveryId": format!("{delivery}-again"), "webhookId": "hook", "originalDeliveryId": delivery, "isRedelivery": false,
        "type": kind, "timestamp": now(), "storeId": "the-store", "invoiceId": invoice,
        "metadata": { "orderId": purchase }, "overPaid": false, "manuallyMarked": false,
    })
}

fn send(client: &Client, body: &str, signature: &str) -> Reply {
    let headers = [("btcpay-sig", signature), ("authorization", "")];
    client.send("POST", "/v1/payments/btcpay", &headers, body.as_bytes())
}

fn deliver(client: &Client, secret: &str, delivery: &str, kind: &str, purchase: &str, invoice: &str) -> Reply {
    let body = event(delivery, kind, purchase, invoice).to_string();
    send(client, &body, &format!("sha256={}", hmac(secret, body.as_bytes())))
}

/// What came of each event, oldest first.
fn outcomes(data: &Path) -> Vec<String> {
    let events = settled(data);
    events.iter().map(|event| event["outcome"].as_str().expect("processed").to_owned()).collect()
}

/// A server that sells through BTCPay, and a buyer without credits.
fn shop() -> (TempDir, Arc<Btcpay>, Server, Client) {
    let data = tempdir().expect("a directory");
    let btcpay = Arc::new(Btcpay::default());
    let its = Arc::clone(&btcpay);
    let url = listen(move |request| its.answer(request));
    let text = format!(
        "[payments.btcpay]\napi = '{url}'\nstore = 'the-store'\napi_key = 'the-key'\nwebhook_secret = \"{SECRET}\"\n"
    );
    std::fs::write(data.path().join("oneclick3d.toml"), text).expect("write");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "buyer@example.com", 0));
    (data, btcpay, server, client)
}

/// A purchase whose invoice was made, and whose answer was lost; its id.
fn unanswered(btcpay: &Btcpay, client: &Client) -> String {
    btcpay.mute.store(true, Ordering::SeqCst);
    check_out(client, "order-1").problem(503, "payment_provider_unavailable");
    btcpay.mute.store(false, Ordering::SeqCst);
    client.json("/v1/purchases")["data"][0]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn an_invoice_that_is_settled_grants_once_and_a_lost_answer_makes_no_second_one() {
    let (data, btcpay, _server, client) = shop();
    unanswered(&btcpay, &client);
    let begun = check_out(&client, "order-1").json();
    assert_eq!(begun["url"], "https://btcpay.example.com/i/invoice-0");
    let invoices = btcpay.invoices.lock().expect("the invoices").clone();
    let [invoice] = &invoices[..] else { panic!("{invoices:?}") };
    assert_eq!((&invoice["amount"], &invoice["currency"]), (&json!("9.99"), &json!("USD")));
    let purchase = begun["id"].as_str().expect("an id");

    deliver(&client, "another secret", "d0", "InvoiceSettled", purchase, "invoice-0").problem(400, "wrong_signature");
    for (delivery, kind) in
        [("d1", "InvoiceReceivedPayment"), ("d2", "InvoiceSettled"), ("d2", "InvoiceSettled"), ("d3", "InvoiceSettled")]
    {
        assert_eq!(deliver(&client, SECRET, delivery, kind, purchase, "invoice-0").status, 200);
    }
    wait_until("60 credits", || client.credits() == (60, 0));
    // Another invoice cannot pay for what is paid.
    assert_eq!(deliver(&client, SECRET, "d4", "InvoiceSettled", purchase, "invoice-1").status, 200);
    assert_eq!(outcomes(data.path()), ["ignored", "applied", "applied", "refused"]);
    assert_eq!(client.credits(), (60, 0));

    // Coins go back by hand; this records that.
    let refund = ["sale", "refund", purchase, "--amount", "500", "--reference", "case 1"];
    assert!(operator(data.path(), &refund).status.success());
    assert!(operator(data.path(), &refund).status.success());
    assert_eq!(client.credits(), (30, 0));
    agrees(data.path());
}

/// Whoever makes an invoice in the store, at its point of sale for a cent, may write any order on it.
#[test]
fn an_invoice_that_only_says_what_it_pays_for_grants_nothing() {
    let (data, btcpay, _server, client) = shop();
    let purchase = unanswered(&btcpay, &client);
    for (delivery, kind) in [("d1", "InvoiceExpired"), ("d2", "InvoiceSettled"), ("d3", "InvoiceInvalid")] {
        assert_eq!(deliver(&client, SECRET, delivery, kind, &purchase, "invoice-for-a-cent").status, 200);
    }
    assert_eq!(outcomes(data.path()), ["parked", "parked", "parked"]);
    assert_eq!(client.credits(), (0, 0));
    // Nor does it take the place of the one that was made for the purchase.
    assert_eq!(check_out(&client, "order-1").json()["url"], "https://btcpay.example.com/i/invoice-0");
    assert_eq!(client.credits(), (0, 0));
    assert_eq!(client.json(&format!("/v1/purchases/{purchase}"))["state"], "open");
    operate(data.path(), &["payments", "replay"]);
    assert_eq!(outcomes(data.path()), ["refused", "refused", "refused"]);
    assert_eq!(deliver(&client, SECRET, "d4", "InvoiceSettled", &purchase, "invoice-0").status, 200);
    wait_for_credits(&client, 60);
    agrees(data.path());
}

#[test]
fn an_invoice_that_is_settled_before_its_answer_came_grants_when_it_is_known_to_be_the_purchases() {
    let (data, btcpay, _server, client) = shop();
    let purchase = unanswered(&btcpay, &client);
    assert_eq!(deliver(&client, SECRET, "d1", "InvoiceExpired", &purchase, "invoice-0").status, 200);
    assert_eq!(deliver(&client, SECRET, "d2", "InvoiceSettled", &purchase, "invoice-0").status, 200);
    assert_eq!(outcomes(data.path()), ["parked", "parked"]);
    assert_eq!(client.credits(), (0, 0));
    assert_eq!(check_out(&client, "order-1").json()["state"], "paid");
    assert_eq!(client.credits(), (60, 0));
    assert_eq!(outcomes(data.path()), ["applied", "applied"]);
    agrees(data.path());
}

/// Paid too late, or confirmed after all: BTCPay says so in the end.
#[test]
fn an_invoice_that_had_ended_unpaid_and_is_settled_after_all_grants() {
    for (ended, state) in [("InvoiceExpired", "expired"), ("InvoiceInvalid", "failed")] {
        let (data, _btcpay, _server, client) = shop();
        let purchase = check_out(&client, "").json()["id"].as_str().expect("an id").to_owned();
        let path = format!("/v1/purchases/{purchase}");
        assert_eq!(deliver(&client, SECRET, "d1", ended, &purchase, "invoice-0").status, 200);
        wait_until("it has ended", || client.json(&path)["state"] == state);
        assert_eq!(deliver(&client, SECRET, "d2", "InvoiceSettled", &purchase, "invoice-0").status, 200);
        wait_for_credits(&client, 60);
        assert_eq!(client.json(&path)["state"], "paid");
        // What comes late changes nothing.
        assert_eq!(deliver(&client, SECRET, "d3", ended, &purchase, "invoice-0").status, 200);
        assert_eq!(outcomes(data.path()), ["applied", "applied", "applied"]);
        assert_eq!((client.json(&path)["state"].as_str(), client.credits()), (Some("paid"), (60, 0)));
        agrees(data.path());
    }
}

#[test]
fn only_the_body_that_was_signed_is_stored() {
    let (data, _btcpay, _server, client) = shop();
    let purchase = check_out(&client, "").json()["id"].as_str().expect("an id").to_owned();
    let signed = event("d1", "InvoiceExpired", &purchase, "invoice-0").to_string();
    let signature = format!("sha256={}", hmac(SECRET, signed.as_bytes()));
    let other = event("d2", "InvoiceSettled", &purchase, "invoice-0").to_string();
    let corrupt = signed.replace("InvoiceExpired", "InvoiceSettled");
    let signature = signature.as_str();
    for (body, signature) in [
        (&other, signature),
        (&corrupt, signature),
        (&format!("{signed} "), signature),
        (&signed, &signature[..signature.len() - 2]),
        (&signed, signature.trim_start_matches("sha256=")),
        (&signed, ""),
    ] {
        send(&client, body, signature).problem(400, "wrong_signature");
    }
    assert_eq!(outcomes(data.path()), Vec::<String>::new());
    assert_eq!(client.credits(), (0, 0));
    assert_eq!(send(&client, &signed, signature).status, 200);
}
