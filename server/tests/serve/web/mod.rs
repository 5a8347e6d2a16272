//! The web page in a real browser: Chromium, driven by `playwright-core`, with `axe-core` on every page.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::{Arc, Mutex},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use server::assets::DIST;
use sha2::Sha256;
use tempfile::tempdir;

use crate::{
    double::{self, Request},
    letters::Letters,
    payments::{agrees, settled, shop, wait_for_credits},
    photos,
    provider::{self, Stripe, story},
    server::{Server, account, audit, operate, wait_until},
    stripe_events::Story,
    triposr_tiny,
};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serve/web");
const DRIVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/web/node_modules/playwright-core");
const BROWSERS: [&str; 2] = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/// The browser; none, said on stderr, where it or what drives it is not installed.
///
/// # Panics
/// In CI, where they have to be there.
fn browser() -> Option<&'static str> {
    let browser = BROWSERS.into_iter().find(|path| Path::new(path).exists());
    let node =
        Command::new("node").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success());
    if browser.is_some() && node && Path::new(DRIVER).exists() {
        return browser;
    }
    let missing = "a browser and what drives it: install chromium and nodejs, and run npm ci --prefix server/web";
    assert!(std::env::var_os("CI").is_none(), "CI needs {missing}");
    eprintln!("not run: there is no {missing}");
    None
}

/// The script, and what it asks for.
struct Journey {
    child: Child,
    stdin: ChildStdin,
}

impl Journey {
    /// Begins a script with what it needs to know.
    fn begin(script: &str, arguments: &[&str]) -> Journey {
        let mut command = Command::new("node");
        command.arg(format!("{SCRIPTS}/{script}")).args(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node starts");
        let stdin = child.stdin.take().expect("piped");
        Journey { child, stdin }
    }

    /// Answers what the script asks for until it is done; its last line.
    fn go_on(mut self, mut answer: impl FnMut(&Value) -> Value) -> Value {
        let stdout = BufReader::new(self.child.stdout.take().expect("piped"));
        let mut last = Value::Null;
        for line in stdout.lines() {
            let line = line.expect("UTF-8");
            last = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line}"));
            if last["want"].is_string() {
                writeln!(self.stdin, "{}", answer(&last)).expect("the script listens");
            }
        }
        let status = self.child.wait().expect("a child");
        assert!(status.success(), "the browser saw something else; its last words were {last}, the rest is above");
        last
    }
}

#[test]
fn from_the_mailed_link_to_the_download_and_nothing_is_seen_of_another_account() {
    let Some(browser) = browser() else { return };
    let data = tempdir().expect("a directory");
    let stripe = Stripe::start();
    stripe.configure(data.path());
    let configured = fs::read_to_string(data.path().join("oneclick3d.toml")).expect("just written");
    let letters = Letters::configure(data.path(), &configured);
    let operator = operator(data.path());
    let stranger = account(data.path(), "stranger@example.com", 0);
    let photo = data.path().join("photo.png");
    fs::write(&photo, photos::cut_out(128)).expect("write");
    let server = Server::start(data.path(), &[], "error@model:384");

    let nobody = server.client("");
    let photo = photo.to_str().expect("UTF-8");
    let journey = Journey::begin("journey.mjs", &[&server.url, photo, browser, &operator, &stranger]);
    let saw = journey.go_on(|asked| match asked["want"].as_str() {
        Some("token") => json!({ "token": letters.wait_for("ann@example.com", 1).token() }),
        Some("payment") => {
            let session = asked["session"].as_str().expect("a session").to_owned();
            let (_, purchase) = session.split_once("_pur_").expect("names the purchase");
            let purchase = format!("pur_{purchase}");
            let story = Story { payment: format!("pi_{purchase}"), purchase, session };
            let told = provider::deliver(&nobody, &story.completed(true, provider::now()));
            assert_eq!(told.status, 200, "{}", String::from_utf8_lossy(&told.body));
            json!({})
        }
        other => panic!("nobody can do {other:?}"),
    });
    assert!(saw["made"].as_str().is_some_and(|id| id.starts_with("gen_")), "{saw}");
    audit(data.path());
    let log = server.log();
    assert!(!log.contains("ann@example.com") && !log.contains(&operator), "{log}");
}

/// An operator's key.
fn operator(data: &Path) -> String {
    let key = account(data, "operator@example.com", 0);
    let accounts = operate(data, &["account", "list"]);
    let all = accounts["data"].as_array().expect("accounts");
    let id = all.iter().find(|account| account["email"] == "operator@example.com").expect("just made")["id"].clone();
    operate(data, &["account", "role", id.as_str().expect("an id"), "operator"]);
    key
}

#[test]
fn a_photo_is_pasted_dropped_masked_or_kept_whole_and_a_run_is_canceled_for_nothing() {
    let Some(browser) = browser() else { return };
    let data = tempdir().expect("a directory");
    let home = data.path().join("hf");
    triposr_tiny::copy_to(&home.join("oneclick3d/triposr"));
    let prices = "[credits]\nlifetime_months = 18\n[[price.rule]]\nmodel = 'triposr'\ncredits = 20\n\
                  [[price.rule]]\nresolution_from = 512\ncredits = 15\n";
    fs::write(data.path().join("oneclick3d.toml"), prices).expect("write");
    let file = |name: &str, bytes: Vec<u8>| {
        let path = data.path().join(name);
        fs::write(&path, bytes).expect("write");
        path.to_str().expect("UTF-8").to_owned()
    };
    let files = [
        file("photo.png", photos::wide()),
        file("mask.png", photos::bar_of_wide()),
        file("notes.txt", b"Not a picture.".to_vec()),
    ];
    let home = home.to_str().expect("UTF-8");
    let environment = [("HF_HOME", home), ("ONECLICK3D_INJECT_FAULT", "slow@model:384,error@model:17")];
    let server = Server::start_in(data.path(), &[], &environment);
    server.wait_ready();
    let key = account(data.path(), "ann@example.com", 300);
    let client = server.client(&key);
    let failed = client.create(&photos::cut_out(64), &[("resolution", "17")]);
    assert_eq!(client.wait_for_end(&failed)["state"], "FAILED");
    // More than a page of the history.
    let later: Vec<String> = (0..20).map(|_| client.create(&photos::cut_out(64), &[("resolution", "16")])).collect();
    later.iter().for_each(|id| drop(client.wait(id, &["SUCCEEDED"])));

    let [photo, mask, notes] = &files;
    Journey::begin("making.mjs", &[&server.url, browser, &key, photo, mask, notes]).go_on(|asked| panic!("{asked}"));
    // Four of the built-in model and one of the network.
    assert_eq!(client.credits(), (300 - 20 * 10 - 4 * 10 - 20, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn what_a_fault_a_case_and_a_dispute_give_back_is_seen_by_the_user_and_the_operator() {
    let Some(browser) = browser() else { return };
    let (data, _stripe, server, client) = shop("error@model:17");
    let operator = operator(data.path());
    let story = story(&client);
    let tell = |event: &Value| assert_eq!(provider::deliver(&client, event).status, 200);
    tell(&story.completed(true, provider::now()));
    wait_for_credits(&client, 60);
    let failed = client.create(&photos::cut_out(64), &[("resolution", "17")]);
    assert_eq!(client.wait_for_end(&failed)["state"], "FAILED");
    let made = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    assert_eq!(client.wait_for_end(&made)["state"], "SUCCEEDED");

    let dispute = format!("dp_1_{}", story.purchase);
    let arguments = [&server.url, browser, &client.key, &operator, &made, &failed, &dispute];
    Journey::begin("money.mjs", &arguments).go_on(|asked| match asked["want"].as_str() {
        Some("dispute") => {
            tell(&story.dispute("dp_1", asked["status"].as_str().expect("a status"), provider::now()));
            settled(data.path());
            json!({})
        }
        other => panic!("nobody can do {other:?}"),
    });
    assert_eq!(client.credits(), (60, 0));
    agrees(data.path());
}

/// What a webhook's receiver was sent.
#[derive(Default)]
struct Inbox {
    received: Vec<Request>,
    gone: bool,
}

impl Inbox {
    /// Those of a type, each signed with these secrets in their order.
    fn of(&self, kind: &str, secrets: &[&str]) -> usize {
        let signed = |request: &&Request| {
            let header = |name: &str| request.headers.get(name).map_or("", String::as_str);
            let message = format!("{}.{}.{}", header("webhook-id"), header("webhook-timestamp"), request.body);
            let signatures = secrets.iter().map(|secret| {
                let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("base64");
                let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
                mac.update(message.as_bytes());
                format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
            });
            signatures.collect::<Vec<_>>().join(" ") == header("webhook-signature")
        };
        let told =
            |request: &&Request| serde_json::from_str::<Value>(&request.body).is_ok_and(|body| body["type"] == kind);
        self.received.iter().filter(told).filter(|request| secrets.is_empty() || signed(request)).count()
    }
}

#[test]
fn a_webhook_is_added_told_tried_rotated_disabled_enabled_and_deleted() {
    let Some(browser) = browser() else { return };
    let data = tempdir().expect("a directory");
    let inbox = Arc::new(Mutex::new(Inbox::default()));
    let its = Arc::clone(&inbox);
    let receiver = double::listen(move |request| {
        let mut inbox = its.lock().expect("the inbox");
        inbox.received.push(request.clone());
        Some((if inbox.gone { 410 } else { 200 }, json!({})))
    });
    let allow = format!("['{}']", receiver.strip_prefix("http://").expect("an address"));
    let environment = [("ONECLICK3D__WEBHOOKS__HTTP", "true"), ("ONECLICK3D__WEBHOOKS__ALLOW", &allow)];
    let server = Server::start_in(data.path(), &[], &environment);
    server.wait_ready();
    let key = account(data.path(), "ann@example.com", 60);
    let client = server.client(&key);

    let hook = format!("{receiver}/hook");
    Journey::begin("webhooks.mjs", &[&server.url, browser, &key, &hook]).go_on(|asked| {
        match asked["want"].as_str() {
            Some("run") => drop(client.create(&photos::cut_out(64), &[("resolution", "16")])),
            Some("gone") => inbox.lock().expect("the inbox").gone = true,
            Some("received") => {
                let (kind, count) =
                    (asked["type"].as_str().expect("a type"), asked["count"].as_u64().expect("a count"));
                let secrets: Vec<&str> =
                    asked["secrets"].as_array().expect("secrets").iter().filter_map(Value::as_str).collect();
                wait_until(&format!("{count} of {kind}"), || {
                    inbox.lock().expect("the inbox").of(kind, &secrets) as u64 == count
                });
            }
            other => panic!("nobody can do {other:?}"),
        }
        json!({})
    });
    let ids: BTreeSet<String> =
        inbox.lock().expect("the inbox").received.iter().map(|request| request.headers["webhook-id"].clone()).collect();
    assert_eq!(ids.len(), 4, "a run, sent twice under one id, and three tests");
}

#[test]
fn every_page_has_the_strict_policy_and_nothing_inline() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let nobody = server.client("");
    let get = |path: &str| nobody.send("GET", path, &[("authorization", "")], &[]);
    for path in [
        "/",
        "/signin",
        "/create",
        "/models",
        "/models/gen_1",
        "/credits",
        "/cases/case_1",
        "/account",
        "/account/webhooks/whe_1",
        "/operator/accounts/acct_1",
        "/operator/disputes/dp_1",
        "/signup",
        "/signup?token=x",
        "/examples",
        "/policy",
        "/terms",
        "/checkout/paid",
        "/checkout/canceled",
    ] {
        let page = get(path);
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(
            (page.header("x-content-type-options"), page.header("referrer-policy")),
            ("nosniff", "no-referrer"),
            "{path}"
        );
        let text = String::from_utf8(page.body).expect("UTF-8");
        assert!(!text.contains("<style") && !text.contains("style=") && !text.contains("<script>"), "{path}: {text}");
    }
}

#[test]
fn the_files_of_the_page_are_kept_by_browsers_for_ever() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let nobody = server.client("");
    for asset in DIST.assets {
        let path = format!("/assets/{}", asset.name);
        let file = nobody.send("GET", &path, &[("authorization", "")], &[]);
        assert_eq!((file.status, file.header("content-type")), (200, asset.media_type), "{path}");
        assert_eq!(file.body, asset.bytes, "{path}");
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
        let headers = [("authorization", ""), ("if-none-match", file.header("etag"))];
        let again = nobody.send("GET", &path, &headers, &[]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
    nobody.send("GET", "/assets/app.js", &[("authorization", "")], &[]).problem(404, "not_found");
}
