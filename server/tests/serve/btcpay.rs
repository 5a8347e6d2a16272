//! Credits bought through a BTCPay Server, of which a double stands here.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    client::{Client, Reply},
    double::{Request, listen},
    provider::{check_out, hmac, now},
    server::{Server, account, audit, operate, operator, wait_until},
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

fn deliver(client: &Client, secret: &str, delivery: &str, kind: &str, purchase: &str, invoice: &str) -> Reply {
    let event = json!({
        "deliveryId": format!("{delivery}-again"), "webhookId": "hook", "originalDeliveryId": delivery, "isRedelivery": false,
        "type": kind, "timestamp": now(), "storeId": "the-store", "invoiceId": invoice,
        "metadata": { "orderId": purchase }, "overPaid": false, "manuallyMarked": false,
    });
    let body = event.to_string();
    let signature = format!("sha256={}", hmac(secret, body.as_bytes()));
    let headers = [("btcpay-sig", signature.as_str()), ("authorization", "")];
    client.send("POST", "/v1/payments/btcpay", &headers, body.as_bytes())
}

#[test]
fn an_invoice_that_is_settled_grants_once_and_a_lost_answer_makes_no_second_one() {
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

    btcpay.mute.store(true, Ordering::SeqCst);
    check_out(&client, "order-1").problem(503, "payment_provider_unavailable");
    btcpay.mute.store(false, Ordering::SeqCst);
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
    let mut outcomes = Vec::new();
    wait_until("all events are processed", || {
        let events = operate(data.path(), &["payments", "events"])["data"].as_array().expect("a list").clone();
        outcomes = events.iter().map(|event| event["outcome"].as_str().unwrap_or("waits").to_owned()).collect();
        !outcomes.iter().any(|outcome| outcome == "waits")
    });
    assert_eq!(outcomes, ["ignored", "applied", "applied", "refused"]);
    assert_eq!(client.credits(), (60, 0));

    // Coins go back by hand; this records that.
    let refund = ["sale", "refund", purchase, "--amount", "500", "--reference", "case 1"];
    assert!(operator(data.path(), &refund).status.success());
    assert!(operator(data.path(), &refund).status.success());
    assert_eq!(client.credits(), (30, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}
