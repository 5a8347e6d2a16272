//! What contests a dispute: a bundle in which every word is what happened (policy P11, P12).

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Cursor, Read, Seek},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use serde_json::{Value, json};
use tempfile::tempdir;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use zip::ZipArchive;

use crate::{
    client::{Client, Reply},
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
        Bundle::read(File::open(file).expect("open"))
    }

    #[track_caller]
    fn read(archive: impl Read + Seek) -> Bundle {
        let mut archive = ZipArchive::new(archive).expect("a zip");
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

/// Files that say when they were made, or to which mails are added while a server runs.
const OF_THE_MOMENT: [&str; 3] = ["communication.csv", "evidence.json", "journal.csv"];

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
    fs::write(&file, format!("{configured}[mail]\ndirectory = 'letters'\n[policy]\nrefunds = '{}'\n", page.display()))
        .expect("write");
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
    let asked = json!({ "subject": "How do I print it?", "text": "=It is hollow", "purchase": story.purchase });
    let in_json = [("content-type", "application/json")];
    assert_eq!(client.send("POST", "/v1/cases", &in_json, asked.to_string().as_bytes()).status, 201);
    wait_until("the receipt has gone", || {
        let mails = operate(data.path(), &["mail", "list"])["data"].as_array().expect("mails").clone();
        mails.iter().any(|mail| text(&mail["subject"]).starts_with("Receipt") && mail["state"] == "sent")
    });
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

    let sold = Sold { story, dispute, account: id, accepted, before, made, failed, glb };
    for (name, text) in &bundle.0 {
        assert!(!text.contains(&foreign) && !text.contains("stranger"), "{name}: {text}");
    }
    the_records_are_true(&bundle, &sold, data.path());
    the_pages_are_those_of_the_purchase(&bundle, &sold, data.path());
    the_fields_are_filled_in(&bundle, &sold);

    // The same without a server.
    server.kill();
    let alone = Bundle::make(data.path(), &sold.dispute, &data.path().join("alone.zip"));
    for (name, text) in alone.0.iter().filter(|(name, _)| !OF_THE_MOMENT.contains(&name.as_str())) {
        assert_eq!(text, &bundle.0[name], "{name}");
    }
    assert_eq!(alone.dispute()["evidence"], bundle.dispute()["evidence"]);

    let server = Server::start(data.path(), &[], "");
    let client = server.client(&client.key);
    deliver(&client, &sold.story.dispute("dp_1", "won", now()));
    wait_until("the key works", || client.get("/v1/credits").status == 200);
    assert_eq!(client.json("/v1/credits"), credits);
    assert_eq!(account_row(data.path(), &sold.account), owner);
    let actions = operate(data.path(), &["actions"])["data"].to_string();
    assert_eq!(actions.matches("write_evidence").count(), 2, "who took the bundle is on record: {actions}");
    agrees(data.path());
}

/// What happened before the bundle was made.
struct Sold {
    story: Story,
    dispute: String,
    account: String,
    /// The hash of the policy.
    accepted: String,
    /// Generations: one before the purchase, one that succeeded, one that failed.
    before: String,
    made: String,
    failed: String,
    /// The file that was fetched.
    glb: Reply,
}

fn the_records_are_true(bundle: &Bundle, sold: &Sold, data: &Path) {
    let names: Vec<&str> = bundle.0.keys().map(String::as_str).collect();
    let all = [
        "acknowledgement.csv",
        "communication.csv",
        "deliveries.csv",
        "evidence.json",
        "journal.csv",
        "policy.html",
        "purchase.csv",
    ];
    assert_eq!(names, [&all[..], &["receipt.html", "terms.html", "usage.csv"]].concat());

    let [purchase] = &bundle.rows("purchase.csv")[..] else { panic!("one purchase") };
    let columns = ["purchase", "account", "email", "package", "credits", "price_minor", "currency", "paid_minor"];
    let bought = [&sold.story.purchase, &sold.account, "buyer@example.com", "starter", "60", "999", "usd", "999"];
    assert_eq!(of(purchase, columns), bought);
    assert_eq!(of(purchase, ["provider", "session", "payment"]), ["stripe", &sold.story.session, &sold.story.payment]);
    let stored = client_purchase(data, &sold.account);
    assert_eq!(of(purchase, ["begun_at", "lot"]), [text(&stored["created_at"]), text(&stored["lot"])]);
    assert_eq!(of(purchase, ["paid_at"]), [text(&stored["paid_at"])]);

    let acknowledged = bundle.rows("acknowledgement.csv");
    let with_purchase = acknowledged.iter().find(|row| row["how"] == "purchase").expect("the purchase's");
    let columns = ["policy_version", "policy_sha256", "examples_seen", "accepted_at", "address"];
    assert_eq!(of(with_purchase, columns), ["1", &sold.accepted, "1", text(&stored["created_at"]), ADDRESS]);

    let usage = bundle.rows("usage.csv");
    let columns = ["generation", "state", "credits", "credits_of_purchase", "credits_are", "resolution", "fault"];
    assert_eq!(usage.len(), 2, "{usage:?}");
    assert_eq!(of(&usage[0], columns), [&sold.made, "SUCCEEDED", "10", "10", "committed", "16", ""]);
    assert_eq!(of(&usage[1], columns), [&sold.failed, "FAILED", "10", "10", "voided", "32", "processing_error"]);
    assert!(
        usage.iter().all(|row| !row["model"].is_empty() && time(&row["finished_at"]) >= time(&row["requested_at"])),
        "{usage:?}"
    );

    let deliveries = bundle.rows("deliveries.csv");
    assert!(deliveries.iter().all(|row| row["generation"] == sold.made), "{deliveries:?}");
    let fetched = deliveries.iter().find(|row| row["format"] == "glb").expect("the file that was fetched");
    assert_eq!(fetched["bytes"], sold.glb.body.len().to_string());
    assert_eq!(format!("\"{}\"", fetched["sha256"]), sold.glb.header("etag"));
    assert!(time(&fetched["first_downloaded_at"]) <= time(&fetched["last_downloaded_at"]), "{fetched:?}");
    let others = deliveries.iter().filter(|row| row["format"] != "glb");
    assert!(others.clone().count() > 0 && others.clone().all(|row| row["first_downloaded_at"].is_empty()));

    let communication = bundle.rows("communication.csv");
    let wrote = communication.iter().find(|row| row["sender"] == "customer").expect("the case");
    assert_eq!(of(wrote, ["subject", "text"]), ["How do I print it?", "'=It is hollow"]);
    let receipt = communication.iter().find(|row| row["subject"].starts_with("Receipt")).expect("the mail");
    assert!(receipt["sender"] == "seller" && receipt["text"].contains(&sold.story.purchase), "{receipt:?}");

    let journal = bundle.rows("journal.csv");
    let kinds: Vec<&str> = journal.iter().map(|row| row["kind"].as_str()).collect();
    let booked = ["grant", "hold", "commit", "purchase", "hold", "commit", "hold", "void", "freeze"];
    assert_eq!(kinds, [&["opening"][..], &booked, &["closing"]].concat());
    let number = |text: &str| text.parse::<i64>().expect("a number");
    for pair in journal[..journal.len() - 1].windows(2) {
        assert_eq!(number(&pair[0]["balance"]) + number(&pair[1]["credits"]), number(&pair[1]["balance"]), "{pair:?}");
    }
    assert_eq!(of(&journal[journal.len() - 1], ["balance", "balance_held"]), ["0", "0"]);
}

fn the_pages_are_those_of_the_purchase(bundle: &Bundle, sold: &Sold, data: &Path) {
    let promised = &bundle.0["policy.html"];
    let published = operate(data, &["policy", "list"])["data"].as_array().expect("versions").clone();
    let first = published.iter().find(|version| version["number"] == 1).expect("the first");
    assert!(
        promised.contains(&format!("{}: sales of Test 3D are final.", &text(&first["published_at"])[..10])),
        "{promised}"
    );
    assert!(!promised.contains("everything back"), "{promised}");
    assert!(bundle.0["terms.html"].contains("Test 3D"));
    let receipt = &bundle.0["receipt.html"];
    assert!(receipt.contains(&sold.story.purchase) && receipt.contains("9.99 USD"), "{receipt}");
}

fn the_fields_are_filled_in(bundle: &Bundle, sold: &Sold) {
    let told = bundle.dispute();
    let expected =
        [("id", json!(sold.dispute)), ("purchase", json!(sold.story.purchase)), ("account", json!(sold.account))];
    let more = [("amount", json!(999)), ("reason", json!("fraudulent")), ("status", json!("needs_response"))];
    for (field, value) in expected.into_iter().chain(more) {
        assert_eq!(told[field], value, "{field}");
    }
    let fields = &told["evidence"];
    assert_eq!(fields["customer_email_address"], "buyer@example.com");
    assert_eq!(fields["customer_purchase_ip"], ADDRESS);
    assert_eq!(fields["service_date"], bundle.rows("purchase.csv")[0]["granted_at"][..10]);
    for field in ["customer_communication", "receipt", "refund_policy", "service_documentation", "uncategorized_file"] {
        assert!(bundle.0.contains_key(text(&fields[field])), "{field} names no file of the bundle: {fields}");
    }
    let says = |field: &str, words: &[&str]| {
        let said = text(&fields[field]);
        assert!(words.iter().all(|word| said.contains(word)) && said.len() <= 20_000, "{field}: {words:?} in {said}");
    };
    says("product_description", &["60 credits (Starter) for 9.99 USD", "Test 3D"]);
    says(
        "refund_policy_disclosure",
        &[&sold.accepted, ADDRESS, &bundle.rows("purchase.csv")[0]["begun_at"], "policy.html"],
    );
    says("refund_refusal_explanation", &["Of 60 credits 10 were used", "None of the payment was refunded"]);
    says(
        "uncategorized_text",
        &["10 are spent", "50 frozen", "1 generations that succeeded, of which 1 were downloaded"],
    );
    let log: Vec<&str> = text(&fields["access_activity_log"]).lines().collect();
    let steps = [
        format!("from {ADDRESS}: accepted version 1 of the refund policy"),
        format!("received 60 credits for purchase {}", sold.story.purchase),
        format!("requested generation {}", sold.made),
        format!("generation {} succeeded", sold.made),
        format!("requested generation {}", sold.failed),
        format!("generation {} failed (processing_error)", sold.failed),
        format!("downloaded the model of generation {} (glb)", sold.made),
    ];
    let places = steps.iter().map(|step| log.iter().position(|line| line.contains(step)));
    let places: Vec<usize> =
        places.zip(&steps).map(|(place, step)| place.unwrap_or_else(|| panic!("no {step} in {log:?}"))).collect();
    assert!(places.is_sorted(), "{log:?}");
    assert!(!log.iter().any(|line| line.contains(&sold.before)), "{log:?}");
}

fn time(text: &str) -> OffsetDateTime {
    OffsetDateTime::parse(text, &Rfc3339).unwrap_or_else(|error| panic!("{text:?}: {error}"))
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

/// Who has the role has the bundle sent, and that is on record; what is not there to be shown is said.
#[test]
fn p11_the_evidence_is_sent_to_operators_and_to_nobody_else() {
    let (data, _stripe, server, client) = shop("");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    deliver(&client, &story.dispute("dp_1", "warning_needs_response", now()));
    let unknown = Story { payment: "pi_of_another_shop".to_owned(), ..story.clone() };
    deliver(&client, &unknown.dispute("dp_2", "warning_needs_response", now()));
    settled(data.path());
    let chief = server.client(&account(data.path(), "chief@example.com", 0));
    let id = client_id(data.path(), "chief@example.com");
    let dispute = format!("dp_1_{}", story.purchase);
    let path = format!("/v1/operator/disputes/{dispute}/evidence");
    for client in [&client, &chief] {
        client.get(&path).problem(403, "not_an_operator");
    }
    operate(data.path(), &["account", "role", &id, "operator"]);
    assert_eq!(chief.send("HEAD", &path, &[], &[]).status, 200);
    let sent = chief.get(&path);
    assert_eq!((sent.status, sent.header("content-type")), (200, "application/zip"));
    assert_eq!(sent.header("content-disposition"), format!("attachment; filename=\"evidence-{dispute}.zip\""));
    assert_eq!(sent.header("cache-control"), "no-store");
    let sent = Bundle::read(Cursor::new(sent.body));
    let written = Bundle::make(data.path(), &dispute, &data.path().join("written.zip"));
    for (name, text) in written.0.iter().filter(|(name, _)| !OF_THE_MOMENT.contains(&name.as_str())) {
        assert_eq!(text, &sent.0[name], "{name}");
    }
    assert_eq!(sent.dispute()["evidence"], written.dispute()["evidence"]);
    let actions = operate(data.path(), &["actions"])["data"].as_array().expect("actions").clone();
    let taken = json!({ "payments": { "send_evidence": { "dispute": dispute } } });
    let taken: Vec<_> = actions
        .iter()
        .filter(|action| action["action"] == taken)
        .map(|action| (&action["actor"], &action["reason"]))
        .collect();
    let why = json!(format!("to contest dispute {dispute}"));
    assert_eq!(taken, [(&json!(id), &why)], "to ask how long it is takes nothing: {actions:?}");

    chief.get("/v1/operator/disputes/dp_nobody/evidence").problem(404, "dispute_not_found");
    let lost = chief.get(&format!("/v1/operator/disputes/dp_2_{}/evidence", story.purchase));
    let detail = lost.problem(409, "no_evidence");
    assert!(detail.contains("no purchase here was paid with that"), "{detail}");
    agrees(data.path());
}

/// An operator's account may not have the server write files: whoever has its key need not have the machine.
#[test]
fn p11_no_evidence_is_written_for_who_asks_over_http() {
    let (data, _stripe, server, client) = shop("");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    deliver(&client, &story.dispute("dp_1", "warning_needs_response", now()));
    settled(data.path());
    let chief = server.client(&account(data.path(), "chief@example.com", 0));
    operate(data.path(), &["account", "role", &client_id(data.path(), "chief@example.com"), "operator"]);
    let ask = |command: Value| {
        let body = json!({ "command": { "payments": command }, "why": null }).to_string();
        chief.send("POST", "/v1/operator/commands", &[("content-type", "application/json")], body.as_bytes())
    };
    let (dispute, to) = (format!("dp_1_{}", story.purchase), data.path().join("written.zip"));
    let shown = ask(json!({ "show_dispute": { "dispute": dispute } }));
    assert_eq!(shown.status, 200, "{}", String::from_utf8_lossy(&shown.body));
    ask(json!({ "write_evidence": { "dispute": dispute, "to": to } })).problem(403, "only_on_the_server");
    assert!(!to.exists());
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
