//! What contests a dispute: a bundle in which every word is what happened (policy P11, P12).

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read,
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use serde_json::{Value, json};
use tempfile::tempdir;
use zip::ZipArchive;

use crate::{
    client::Client,
    payments::{agrees, settled, shop, wait_for_credits},
    photos,
    provider::{Stripe, begun, deliver, now, policy, story},
    server::{Server, account, operate, operator, wait_until},
    stripe_events::Story,
};

/// The files of a bundle.
struct Bundle(BTreeMap<String, String>);

impl Bundle {
    /// Has the operator make it.
    #[track_caller]
    fn make(data: &Path, dispute: &str, file: &Path) -> Bundle {
        let to = file.to_str().expect("UTF-8");
        let told = operate(data, &["disputes", "evidence", dispute, "-o", to]);
        let stored = fs::metadata(file).expect("the file");
        assert_eq!((told["bytes"].as_u64(), stored.permissions().mode() & 0o777), (Some(stored.len()), 0o600));
        let mut archive = ZipArchive::new(File::open(file).expect("open")).expect("a zip");
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).expect("listed");
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("text");
            files.insert(entry.name().expect("UTF-8").into_owned(), text);
        }
        Bundle(files)
    }

    fn rows(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_reader(self.0[name].as_bytes());
        reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{name}: {error}"))).collect()
    }

    /// The dispute with its fields.
    fn dispute(&self) -> Value {
        serde_json::from_str(&self.0["evidence.json"]).expect("JSON")
    }
}

/// Some columns of a row.
fn of<'a, const N: usize>(row: &'a BTreeMap<String, String>, columns: [&str; N]) -> [&'a str; N] {
    columns.map(|column| row.get(column).unwrap_or_else(|| panic!("no {column} in {row:?}")).as_str())
}

const ADDRESS: &str = "203.0.113.7";

/// Buys Starter from [`ADDRESS`], and has paid.
fn buy(client: &Client) -> Story {
    let body = json!({ "package": "starter", "policy_sha256": policy(client), "examples_seen": true });
    let reply = client.send("POST", "/v1/checkouts", &[("x-forwarded-for", ADDRESS)], body.to_string().as_bytes());
    let story = begun(&reply);
    deliver(client, &story.completed(true, now()));
    story
}

#[test]
fn p11_the_evidence_says_what_was_bought_accepted_used_and_delivered_and_a_won_dispute_restores_the_account() {
    let data = tempdir().expect("a directory");
    let stripe = Stripe::start();
    stripe.configure(data.path());
    let (file, page) = (data.path().join("oneclick3d.toml"), data.path().join("refunds.html"));
    fs::write(&page, "<h1>Refunds</h1><p>{{last_updated}}: sales of {{service}} are final.</p>").expect("write");
    let configured = fs::read_to_string(&file).expect("read");
    let configured = configured.replace("[service]\n", "[service]\nproxies = ['127.0.0.1']\n");
    fs::write(&file, format!("{configured}[policy]\nrefunds = '{}'\n", page.display())).expect("write");
    let server = Server::start(data.path(), &[], "error@foreground:32");
    let client = server.client(&account(data.path(), "buyer@example.com", 10));
    let stranger = server.client(&account(data.path(), "stranger@example.com", 10));
    let id = client_id(data.path(), "buyer@example.com");

    // What other credits paid for, and what others made, is no use of this purchase.
    let before = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&before, &["SUCCEEDED"]);
    let foreign = stranger.create(&photos::cut_out(64), &[("resolution", "16")]);
    stranger.wait(&foreign, &["SUCCEEDED"]);
    let accepted = policy(&client);
    let story = buy(&client);
    wait_for_credits(&client, 60);
    let made = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&made, &["SUCCEEDED"]);
    let failed = client.create(&photos::cut_out(64), &[("resolution", "32")]);
    client.wait(&failed, &["FAILED"]);
    let glb = client.get(&format!("/v1/generations/{made}/model.glb"));
    assert_eq!(glb.status, 200);
    // The policy changes afterwards; the one that was accepted counts.
    fs::write(&page, "<h1>Refunds</h1><p>{{last_updated}}: everybody gets everything back.</p>").expect("write");
    operate(data.path(), &["policy", "publish"]);
    let (credits, owner) = (client.json("/v1/credits"), account_row(data.path(), &id));
    assert_eq!((&credits["available"], &credits["held"]), (&json!(50), &json!(0)));

    deliver(&client, &story.dispute("dp_1", "needs_response", now()));
    wait_until("the key stops", || client.get("/v1/credits").status == 403);
    let dispute = format!("dp_1_{}", story.purchase);
    let shown = operate(data.path(), &["disputes", "show", &dispute]);
    assert_eq!(shown, operate(data.path(), &["disputes", "list"])["data"][0]);
    let bundle = Bundle::make(data.path(), &dispute, &data.path().join("beside.zip"));

    let names: Vec<&str> = bundle.0.keys().map(String::as_str).collect();
    let all = ["acknowledgement.csv", "deliveries.csv", "evidence.json", "journal.csv", "policy.html", "purchase.csv"];
    assert_eq!(names, [&all[..], &["receipt.html", "terms.html", "usage.csv"]].concat());
    for (name, text) in &bundle.0 {
        assert!(!text.contains(&foreign) && !text.contains("stranger"), "{name}: {text}");
    }

    let [purchase] = &bundle.rows("purchase.csv")[..] else { panic!("one purchase") };
    let columns = ["purchase", "account", "email", "package", "credits", "price_minor", "currency", "paid_minor"];
    let bought = [&story.purchase, &id, "buyer@example.com", "starter", "60", "999", "usd", "999"];
    assert_eq!(of(purchase, columns), bought);
    assert_eq!(of(purchase, ["provider", "session", "payment"]), ["stripe", &story.session, &story.payment]);
    let stored = client_purchase(data.path(), &id);
    assert_eq!(of(purchase, ["begun_at", "lot"]), [text(&stored["created_at"]), text(&stored["lot"])]);
    assert_eq!(of(purchase, ["paid_at"]), [text(&stored["paid_at"])]);

    let acknowledged = bundle.rows("acknowledgement.csv");
    let with_purchase = acknowledged.iter().find(|row| row["how"] == "purchase").expect("the purchase's");
    let columns = ["policy_version", "policy_sha256", "examples_seen", "accepted_at", "address"];
    assert_eq!(of(with_purchase, columns), ["1", &accepted, "1", text(&stored["created_at"]), ADDRESS]);

    let usage = bundle.rows("usage.csv");
    let columns = ["generation", "state", "credits", "credits_of_purchase", "credits_are", "resolution", "fault"];
    assert_eq!(usage.len(), 2, "{usage:?}");
    assert_eq!(of(&usage[0], columns), [&made, "SUCCEEDED", "10", "10", "committed", "16", ""]);
    assert_eq!(of(&usage[1], columns), [&failed, "FAILED", "10", "10", "voided", "32", "processing_error"]);
    assert!(usage.iter().all(|row| !row["model"].is_empty() && row["finished_at"] > row["requested_at"]), "{usage:?}");

    let deliveries = bundle.rows("deliveries.csv");
    assert!(deliveries.iter().all(|row| row["generation"] == made), "{deliveries:?}");
    let fetched = deliveries.iter().find(|row| row["format"] == "glb").expect("the file that was fetched");
    assert_eq!(fetched["bytes"], glb.body.len().to_string());
    assert_eq!(format!("\"{}\"", fetched["sha256"]), glb.header("etag"));
    assert!(
        !fetched["first_downloaded_at"].is_empty() && fetched["last_downloaded_at"] >= fetched["first_downloaded_at"]
    );
    let others = deliveries.iter().filter(|row| row["format"] != "glb");
    assert!(others.clone().count() > 0 && others.clone().all(|row| row["first_downloaded_at"].is_empty()));

    let journal = bundle.rows("journal.csv");
    let kinds: Vec<&str> = journal.iter().map(|row| row["kind"].as_str()).collect();
    let booked = ["grant", "hold", "commit", "purchase", "hold", "commit", "hold", "void", "freeze"];
    assert_eq!(kinds, [&["opening"][..], &booked, &["closing"]].concat());
    let number = |text: &str| text.parse::<i64>().expect("a number");
    for pair in journal[..journal.len() - 1].windows(2) {
        assert_eq!(number(&pair[0]["balance"]) + number(&pair[1]["credits"]), number(&pair[1]["balance"]), "{pair:?}");
    }
    assert_eq!(of(&journal[journal.len() - 1], ["balance", "balance_held"]), ["0", "0"]);

    let promised = &bundle.0["policy.html"];
    let published = operate(data.path(), &["policy", "list"])["data"].as_array().expect("versions").clone();
    let first = published.iter().find(|version| version["number"] == 1).expect("the first");
    assert!(
        promised.contains(&format!("{}: sales of Test 3D are final.", &text(&first["published_at"])[..10])),
        "{promised}"
    );
    assert!(!promised.contains("everything back"), "{promised}");
    assert!(bundle.0["terms.html"].contains("Test 3D"));
    let receipt = &bundle.0["receipt.html"];
    assert!(receipt.contains(&story.purchase) && receipt.contains("9.99 USD"), "{receipt}");

    let told = bundle.dispute();
    let expected = [("id", json!(dispute)), ("purchase", json!(story.purchase)), ("account", json!(id))];
    let more = [("amount", json!(999)), ("reason", json!("fraudulent")), ("status", json!("needs_response"))];
    for (field, value) in expected.into_iter().chain(more) {
        assert_eq!(told[field], value, "{field}");
    }
    let fields = &told["evidence"];
    assert_eq!(fields["customer_email_address"], "buyer@example.com");
    assert_eq!(fields["customer_purchase_ip"], ADDRESS);
    assert_eq!(fields["service_date"], purchase["granted_at"][..10]);
    for field in ["receipt", "refund_policy", "service_documentation", "uncategorized_file"] {
        assert!(bundle.0.contains_key(text(&fields[field])), "{field} names no file of the bundle: {fields}");
    }
    let says = |field: &str, words: &[&str]| {
        let said = text(&fields[field]);
        assert!(words.iter().all(|word| said.contains(word)) && said.len() <= 20_000, "{field}: {words:?} in {said}");
    };
    says("product_description", &["60 credits (Starter) for 9.99 USD", "Test 3D"]);
    says("refund_policy_disclosure", &[&accepted, ADDRESS, text(&stored["created_at"]), "policy.html"]);
    says("refund_refusal_explanation", &["Of 60 credits 10 were used", "None of the payment was refunded"]);
    says(
        "uncategorized_text",
        &["10 are spent", "50 frozen", "1 generations that succeeded, of which 1 were downloaded"],
    );
    let log: Vec<&str> = text(&fields["access_activity_log"]).lines().collect();
    let steps = [
        format!("from {ADDRESS}: accepted version 1 of the refund policy"),
        format!("received 60 credits for purchase {}", story.purchase),
        format!("requested generation {made}"),
        format!("generation {made} succeeded"),
        format!("requested generation {failed}"),
        format!("generation {failed} failed (processing_error)"),
        format!("downloaded the model of generation {made} (glb)"),
    ];
    let places = steps.iter().map(|step| log.iter().position(|line| line.contains(step)));
    let places: Vec<usize> =
        places.zip(&steps).map(|(place, step)| place.unwrap_or_else(|| panic!("no {step} in {log:?}"))).collect();
    assert!(places.is_sorted(), "{log:?}");
    assert!(!log.iter().any(|line| line.contains(&before)), "{log:?}");

    // The same without a server.
    server.kill();
    let alone = Bundle::make(data.path(), &dispute, &data.path().join("alone.zip"));
    for (name, text) in alone.0.iter().filter(|(name, _)| !["evidence.json", "journal.csv"].contains(&name.as_str())) {
        assert_eq!(text, &bundle.0[name], "{name}");
    }
    assert_eq!(alone.dispute()["evidence"], *fields);

    let server = Server::start(data.path(), &[], "");
    let client = server.client(&client.key);
    deliver(&client, &story.dispute("dp_1", "won", now()));
    wait_until("the key works", || client.get("/v1/credits").status == 200);
    assert_eq!(client.json("/v1/credits"), credits);
    assert_eq!(account_row(data.path(), &id), owner);
    agrees(data.path());
}

#[test]
fn p11_evidence_that_cannot_be_says_why_and_leaves_nothing() {
    let (data, _stripe, _server, client) = shop("");
    let paid = story(&client);
    // The event of the payment never comes, so that nobody knows what the dispute is of.
    deliver(&client, &paid.dispute("dp_early", "needs_response", now()));
    settled(data.path());
    let folder = tempdir().expect("a directory");
    let (new, there) = (folder.path().join("a.zip"), folder.path().join("there.zip"));
    fs::write(&there, "precious").expect("write");
    let (new, to) = (new.to_str().expect("UTF-8"), there.to_str().expect("UTF-8"));
    let early = format!("dp_early_{}", paid.purchase);
    let refused = |arguments: &[&str], says: &str| {
        let refused = operator(data.path(), arguments);
        let error = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(3), "{error}");
        assert!(error.contains(says), "{error}");
    };
    refused(&["disputes", "show", "dp_0"], "there is no dispute dp_0");
    refused(&["disputes", "evidence", "dp_0", "-o", new], "there is no dispute dp_0");
    refused(&["disputes", "evidence", &early, "-o", new], &format!("is of the payment {}", paid.payment));
    refused(&["disputes", "evidence", &early, "-o", to], "--force");
    assert_eq!(fs::read_to_string(&there).expect("read"), "precious");

    deliver(&client, &paid.completed(true, now()));
    settled(data.path());
    refused(&["disputes", "evidence", &early, "-o", to], "--force");
    operate(data.path(), &["disputes", "evidence", &early, "-o", to, "--force"]);
    ZipArchive::new(File::open(&there).expect("open")).expect("a zip");
    let left: Vec<_> =
        fs::read_dir(folder.path()).expect("a directory").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(left, ["there.zip"]);
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

/// The account as operators see it.
fn account_row(data: &Path, id: &str) -> Value {
    let accounts = operate(data, &["account", "list"]);
    accounts["data"].as_array().expect("accounts").iter().find(|account| account["id"] == id).expect("it").clone()
}

fn client_id(data: &Path, email: &str) -> String {
    let accounts = operate(data, &["account", "list"]);
    let mut all = accounts["data"].as_array().expect("accounts").iter();
    text(&all.find(|account| account["email"] == email).expect("it")["id"]).to_owned()
}

/// The account's one purchase as operators see it.
fn client_purchase(data: &Path, account: &str) -> Value {
    operate(data, &["payments", "list", account])["data"][0].clone()
}
