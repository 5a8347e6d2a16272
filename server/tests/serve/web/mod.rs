//! The web page in a real browser: Chromium, driven by `playwright-core`, with `axe-core` on every page.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
};

use serde_json::{Value, json};
use server::assets::DIST;
use tempfile::tempdir;

use crate::{
    letters::Letters,
    photos,
    provider::{self, Stripe},
    server::{Server, account, audit, operate},
    stripe_events::Story,
};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serve/web/journey.mjs");
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
    let operator = account(data.path(), "operator@example.com", 0);
    let id = operate(data.path(), &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned();
    operate(data.path(), &["account", "role", &id, "operator"]);
    let stranger = account(data.path(), "stranger@example.com", 0);
    let photo = data.path().join("photo.png");
    fs::write(&photo, photos::cut_out(128)).expect("write");
    let server = Server::start(data.path(), &[], "error@model:384");

    let mut command = Command::new("node");
    command.arg(SCRIPT).arg(&server.url).arg(&photo).args([browser, &operator, &stranger]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node starts");
    let stdin = child.stdin.take().expect("piped");
    let nobody = server.client("");
    let saw = Journey { child, stdin }.go_on(|asked| match asked["want"].as_str() {
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
        "/operator/accounts/acct_1",
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
