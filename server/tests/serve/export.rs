//! Everything that is known of an account, as a zip (policy P12).

use std::{
    fs::{self, File},
    io::{Cursor, Read, Seek},
    os::unix::fs::PermissionsExt as _,
};

use serde_json::{Value, json};
use tempfile::tempdir;
use zip::ZipArchive;

use crate::{
    photos,
    server::{Server, account, operate, operator},
};

/// A file of the archive.
fn read(archive: &mut ZipArchive<impl Read + Seek>, name: &str) -> Value {
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error} in {text}"))
}

#[test]
fn p12_an_export_has_everything_of_the_account_and_nothing_of_another() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "error@foreground:32");
    let key = account(data.path(), "a@example.com", 25);
    let client = server.client(&key);
    let other = server.client(&account(data.path(), "b@example.com", 60));
    let id = operate(data.path(), &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned();
    let failed = client.create(&photos::cut_out(64), &[("resolution", "32")]);
    client.wait(&failed, &["FAILED"]);
    let made = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&made, &["SUCCEEDED"]);
    let foreign = other.create(&photos::cut_out(64), &[("resolution", "16")]);
    other.wait(&foreign, &["SUCCEEDED"]);
    let stl = client.get(&format!("/v1/generations/{made}/model.stl"));
    assert_eq!(stl.status, 200);

    let reply = client.get("/v1/account/export");
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/zip"));
    assert_eq!(reply.header("content-disposition"), format!("attachment; filename=\"{id}.zip\""));
    let file = data.path().join("export.zip");
    let told = operate(data.path(), &["account", "export", &id, "-o", file.to_str().expect("UTF-8")]);
    let stored = fs::metadata(&file).expect("the file");
    assert_eq!((told["bytes"].as_u64(), stored.permissions().mode() & 0o777), (Some(stored.len()), 0o600));

    let mut by_http = ZipArchive::new(Cursor::new(reply.body)).expect("a zip");
    let mut by_command = ZipArchive::new(File::open(&file).expect("open")).expect("a zip");
    let manifest = read(&mut by_http, "manifest.json");
    assert_eq!(manifest["account"], id);
    let files = manifest["files"].as_array().expect("files");
    assert_eq!(files.len() + 1, by_http.len(), "the manifest lists all files but itself");
    for listed in files {
        let name = listed["file"].as_str().expect("a name");
        let rows = read(&mut by_http, name);
        assert_eq!(rows.as_array().map(Vec::len), listed["rows"].as_u64().map(|rows| rows as usize), "{name}");
        assert_eq!(read(&mut by_command, name), rows, "{name}");
        let text = rows.to_string();
        assert!(!text.contains(&foreign) && !text.contains("b@example.com"), "{name}: {text}");
        assert!(!text.contains("sha256\":[") && !text.contains(key.as_str()), "{name}: {text}");
    }

    let account = read(&mut by_http, "account.json");
    assert_eq!(account[0]["email"], "a@example.com");
    let keys = read(&mut by_http, "keys.json");
    assert_eq!(keys[0].as_object().map(|key| key.contains_key("sha256")), Some(false));
    let lots = read(&mut by_http, "lots.json");
    assert_eq!((&lots[0]["granted"], &lots[0]["spent"], &lots[0]["available"]), (&json!(25), &json!(10), &json!(15)));
    let journal = read(&mut by_http, "journal.json");
    let kinds: Vec<_> = journal.as_array().expect("entries").iter().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["grant", "hold", "void", "hold", "commit"]);
    let moved = json!([{"lot": lots[0]["id"], "book": "held", "credits": 10}]);
    assert_eq!(journal[1]["moved"], moved);
    let generations = read(&mut by_http, "generations.json");
    assert_eq!((&generations[0]["id"], &generations[0]["fault_kind"]), (&json!(failed), &json!("processing_error")));
    assert_eq!((&generations[1]["state"], &generations[1]["options"]["resolution"]), (&json!("SUCCEEDED"), &json!(16)));
    let acceptances = read(&mut by_http, "acceptances.json");
    assert_eq!(
        (&acceptances[0]["how"], &acceptances[0]["address"]),
        (&json!("use"), &json!("127.0.0.1")),
        "policy P13"
    );
    let deliveries = read(&mut by_http, "deliveries.json");
    let of = |format: &str| {
        deliveries.as_array().expect("files").iter().find(|file| file["format"] == format).expect("a file")
    };
    assert_eq!(of("stl")["bytes"], stl.body.len());
    assert_eq!(format!("\"{}\"", of("stl")["sha256"].as_str().expect("a digest")), stl.header("etag"));
    assert!(of("stl")["first_downloaded_at"].is_string() && of("glb")["first_downloaded_at"].is_null());
}

#[test]
fn p12_a_purchase_and_its_refund_are_in_the_statement_and_in_the_export() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let id = operate(data.path(), &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned();
    operate(data.path(), &["sale", "record", &id, "starter", "--reference", "invoice 7", "--acknowledged"]);
    let statement = client.json("/v1/credits/statement");
    let purchase = statement["lines"][0]["purchase"].as_str().expect("a purchase").to_owned();
    assert_eq!(
        (&statement["lines"][0]["description"], &statement["lines"][0]["credits"]),
        (&json!("Credits bought"), &json!(60))
    );
    operate(data.path(), &["sale", "refund", &purchase, "--amount", "999", "--reference", "case 2"]);
    let line = client.json("/v1/credits/statement")["lines"][1].clone();
    assert_eq!(
        (&line["kind"], &line["credits"], &line["balance"]["available"]),
        (&json!("clawback"), &json!(-60), &json!(0))
    );

    let reply = client.get("/v1/account/export");
    let mut archive = ZipArchive::new(Cursor::new(reply.body)).expect("a zip");
    let purchases = read(&mut archive, "purchases.json");
    assert_eq!((&purchases[0]["id"], &purchases[0]["price_minor"]), (&json!(purchase), &json!(999)));
    assert_eq!(purchases[0]["policy_sha256"].as_str().map(str::len), Some(64), "what the buyer accepted (P9)");
    let acceptances = read(&mut archive, "acceptances.json");
    assert_eq!(
        (&acceptances[0]["how"], &acceptances[0]["address"]),
        (&json!("purchase"), &json!(null)),
        "the operator says that the buyer accepted it"
    );
    let refunds = read(&mut archive, "refunds.json");
    assert_eq!((&refunds[0]["purchase"], &refunds[0]["amount_minor"]), (&json!(purchase), &json!(999)));
}

#[test]
fn p12_mails_to_the_account_are_in_its_export() {
    let data = tempdir().expect("a directory");
    // Five credits are below ten: a low balance, told when the server starts.
    let key = account(data.path(), "a@example.com", 5);
    let server = Server::start(data.path(), &[], "");
    let reply = server.client(&key).get("/v1/account/export");
    let mails = read(&mut ZipArchive::new(Cursor::new(reply.body)).expect("a zip"), "mails.json");
    assert_eq!(mails[0]["subject"], "OneClick3D: 5 credits are left");
    assert_eq!(mails[0]["recipient"], "a@example.com");
}

#[test]
fn an_export_that_cannot_be_says_why_and_leaves_nothing() {
    let data = tempdir().expect("a directory");
    account(data.path(), "a@example.com", 5);
    let id = operate(data.path(), &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned();
    let folder = tempdir().expect("a directory");
    let file = folder.path().join("a.zip");
    let to = file.to_str().expect("UTF-8");
    let missing = folder.path().join("missing/a.zip");
    fs::write(folder.path().join("there.zip"), "precious").expect("write");
    let there = folder.path().join("there.zip");
    for (account, to, says) in [
        ("acct_0", to, "there is no account acct_0"),
        (id.as_str(), missing.to_str().expect("UTF-8"), "cannot make"),
        (id.as_str(), there.to_str().expect("UTF-8"), "--force"),
    ] {
        let refused = operator(data.path(), &["account", "export", account, "-o", to]);
        let error = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(3), "{error}");
        assert!(error.contains(says), "{error}");
    }
    let left: Vec<_> =
        fs::read_dir(folder.path()).expect("a directory").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(left, ["there.zip"]);
    assert_eq!(fs::read_to_string(&there).expect("read"), "precious");
}
