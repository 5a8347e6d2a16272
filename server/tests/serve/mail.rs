//! Mail goes out: through a real SMTP server, once, sooner or later.

use std::{fs, path::Path};

use serde_json::Value;
use server::{database::Database, ledger};
use tempfile::tempdir;
use time::OffsetDateTime;

use crate::{
    server::{Server, operate, operator, wait_until},
    smtp::{Aiosmtpd, Certificate},
};

const SERVICE: &str =
    "[service]\nname = 'Größe & Söhne'\nurl = 'https://3d.example.com'\ncontact = 'hilfe@example.com'\n";

fn configure(data: &Path, mail: &str) {
    fs::write(data.join("oneclick3d.toml"), format!("{SERVICE}[mail]\n{mail}\n")).expect("the configuration");
}

fn sign_up(server: &Server, email: &str) {
    let body = format!("{{\"email\": \"{email}\"}}");
    let reply = server.client("").send("POST", "/v1/signups", &[("content-type", "application/json")], body.as_bytes());
    assert_eq!(reply.status, 202, "{}", String::from_utf8_lossy(&reply.body));
}

/// The mails as the operator sees them, the latest first.
fn mails(data: &Path) -> Vec<Value> {
    operate(data, &["mail", "list"])["data"].as_array().expect("a list").clone()
}

#[track_caller]
fn wait_for_state(data: &Path, state: &str) -> Value {
    let mut mail = Value::Null;
    wait_until(&format!("the latest mail is {state}"), || {
        mail = mails(data).first().cloned().unwrap_or_default();
        mail["state"] == state
    });
    mail
}

#[test]
fn a_mail_arrives_whole_whatever_its_letters_and_names_the_contact_p14() {
    let Some(aiosmtpd) = Aiosmtpd::find() else { return };
    let (data, taken) = (tempdir().expect("a directory"), tempdir().expect("a directory"));
    let smtp = aiosmtpd.start(taken.path(), 0, None);
    configure(data.path(), &format!("smtp = 'smtp://127.0.0.1:{}'\nfrom = 'robot@example.com'", smtp.port));
    let server = Server::start_unready(data.path(), &[], "");
    sign_up(&server, "bob@example.com");
    let mail = smtp.wait_for("bob@example.com");
    let headers = &mail["headers"];
    assert_eq!(headers["subject"], "Größe & Söhne: the link to sign in with");
    assert_eq!(headers["from"], "Größe & Söhne <robot@example.com>");
    assert_eq!(headers["reply-to"], "hilfe@example.com");
    assert_eq!(headers["auto-submitted"], "auto-generated");
    assert_eq!((&mail["envelope_from"], &mail["greeting"]), (&"robot@example.com".into(), &"3d.example.com".into()));
    assert!(headers["date"].is_string() && headers["message-id"].is_string(), "{headers}");
    let text = mail["text"].as_str().expect("a text");
    assert!(text.contains("asked Größe & Söhne to sign in"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("https://3d.example.com/signup?token=")), "{text}");
    assert!(text.trim_end().ends_with("\n\n-- \nGröße & Söhne\nContact: hilfe@example.com"), "{text}");

    let row = wait_for_state(data.path(), "sent");
    assert_eq!((&row["to"], &row["attempts"], &row["error"]), (&"bob@example.com".into(), &1.into(), &Value::Null));
    let metrics = String::from_utf8(server.client("").get("/metrics").body).expect("text");
    assert!(metrics.contains("oneclick3d_mail_attempts_total{outcome=\"sent\"} 1\n"), "{metrics}");
    assert!(!server.log().contains("bob@example.com"), "an address is in the log:\n{}", server.log());
    assert_eq!(smtp.mails().len(), 1);
}

#[test]
fn mail_waits_for_a_server_that_is_down_and_survives_our_own_restart() {
    let Some(aiosmtpd) = Aiosmtpd::find() else { return };
    let (data, taken) = (tempdir().expect("a directory"), tempdir().expect("a directory"));
    let port = aiosmtpd.start(taken.path(), 0, None).port;
    configure(data.path(), &format!("smtp = 'smtp://127.0.0.1:{port}'"));
    let server = Server::start_unready(data.path(), &[], "");
    sign_up(&server, "bob@example.com");
    wait_until("an attempt was in vain", || mails(data.path())[0]["attempts"] != 0);
    let waiting = &mails(data.path())[0];
    assert_eq!(waiting["state"], "waiting");
    assert!(waiting["error"].as_str().is_some_and(|error| error.contains("onnection")), "{waiting}");
    wait_until("it is counted", || {
        let metrics = String::from_utf8(server.client("").get("/metrics").body).expect("text");
        let of = |name: &str| metrics.lines().find_map(|line| line.strip_prefix(name));
        of("oneclick3d_mail_waiting ") == Some("1")
            && of("oneclick3d_mail_attempts_total{outcome=\"postponed\"} ").is_some_and(|count| count != "0")
    });
    server.kill();

    let smtp = aiosmtpd.start(taken.path(), port, None);
    let _server = Server::start_unready(data.path(), &[], "");
    smtp.wait_for("bob@example.com");
    assert!(wait_for_state(data.path(), "sent")["attempts"].as_i64() >= Some(2));
    assert_eq!(smtp.mails().len(), 1);
}

#[test]
fn a_server_that_is_busy_is_asked_again() {
    let Some(aiosmtpd) = Aiosmtpd::find() else { return };
    let (data, taken) = (tempdir().expect("a directory"), tempdir().expect("a directory"));
    let smtp = aiosmtpd.start(taken.path(), 0, None);
    configure(data.path(), &format!("smtp = 'smtp://127.0.0.1:{}'", smtp.port));
    let server = Server::start_unready(data.path(), &[], "");
    sign_up(&server, "busy@example.com");
    smtp.wait_for("busy@example.com");
    let row = wait_for_state(data.path(), "sent");
    assert_eq!((&row["attempts"], &row["error"]), (&2.into(), &Value::Null));
}

#[test]
fn what_is_refused_for_good_is_given_up_until_the_operator_asks_again() {
    let Some(aiosmtpd) = Aiosmtpd::find() else { return };
    let (data, taken) = (tempdir().expect("a directory"), tempdir().expect("a directory"));
    let smtp = aiosmtpd.start(taken.path(), 0, None);
    configure(data.path(), &format!("smtp = 'smtp://127.0.0.1:{}'", smtp.port));
    // The mail to a terminated account has no link in it, which could be over.
    let email = "full@example.com";
    operate(data.path(), &["account", "create", email]);
    terminate(data.path(), email);
    let server = Server::start_unready(data.path(), &[], "");
    sign_up(&server, email);
    let given_up = wait_for_state(data.path(), "failed");
    assert_eq!(given_up["attempts"], 1);
    assert!(given_up["error"].as_str().is_some_and(|error| error.contains("552")), "{given_up}");
    let failed = operate(data.path(), &["mail", "list", "--failed"]);
    assert_eq!(failed["data"], Value::Array(vec![given_up.clone()]));
    assert!(!server.log().contains(email), "an address is in the log:\n{}", server.log());

    let id = given_up["id"].to_string();
    assert_eq!(operate(data.path(), &["mail", "retry", &id, "--why", "he made room"])["retried"], given_up["id"]);
    smtp.wait_for(email);
    wait_for_state(data.path(), "sent");
    assert_eq!(operate(data.path(), &["mail", "list", "--failed"])["data"], Value::Array(vec![]));
    let action = &operate(data.path(), &["actions"])["data"][0];
    assert_eq!((&action["action"]["retry_mail"]["mail"], &action["reason"]), (&given_up["id"], &"he made room".into()));

    for (id, said) in [(id.as_str(), "was sent"), ("99", "no mail 99")] {
        let refused = operator(data.path(), &["mail", "retry", id]);
        let error = String::from_utf8_lossy(&refused.stderr);
        assert!(refused.status.code() == Some(3) && error.contains(said), "{id}: {error}");
    }
}

#[test]
fn a_link_that_could_not_be_mailed_does_not_stay_in_the_outbox() {
    let Some(aiosmtpd) = Aiosmtpd::find() else { return };
    let (data, taken) = (tempdir().expect("a directory"), tempdir().expect("a directory"));
    let smtp = aiosmtpd.start(taken.path(), 0, None);
    configure(data.path(), &format!("smtp = 'smtp://127.0.0.1:{}'", smtp.port));
    let server = Server::start_unready(data.path(), &[], "");
    sign_up(&server, "nobody@example.com");
    let id = wait_for_state(data.path(), "failed")["id"].to_string();
    sign_up(&server, "bob@example.com");
    smtp.wait_for("bob@example.com");
    wait_for_state(data.path(), "sent");
    let secrets: i64 = read(data.path(), "SELECT count(secret) FROM mail");
    assert_eq!(secrets, 0);
    let refused = operator(data.path(), &["mail", "retry", &id]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("can ask for another"), "{refused:?}");
}

#[test]
fn the_connection_is_encrypted_and_the_password_is_shown_nowhere() {
    let Some(aiosmtpd) = Aiosmtpd::find() else { return };
    let (data, taken) = (tempdir().expect("a directory"), tempdir().expect("a directory"));
    let certificate = Certificate::make(data.path());
    let smtp = aiosmtpd.start(taken.path(), 0, Some(&certificate));
    let login = |password: &str| {
        let url = format!("smtp://me:{password}@localhost:{}?tls=required", smtp.port);
        fs::write(data.path().join("smtp"), url).expect("the secret");
        configure(data.path(), &format!("smtp = {{ file = 'smtp' }}\nca = '{}'", certificate.authority.display()));
    };

    // A password that is wrong is the operator's to mend; the mail is not given up for it.
    login("hidden-and-wrong");
    let server = Server::start_unready(data.path(), &[], "");
    sign_up(&server, "bob@example.com");
    wait_until("an attempt was in vain", || mails(data.path())[0]["attempts"] != 0);
    let waiting = mails(data.path())[0].clone();
    assert_eq!(waiting["state"], "waiting", "{waiting}");
    assert!(waiting["error"].as_str().is_some_and(|error| error.contains("535")), "{waiting}");
    assert!(!format!("{waiting} {}", server.log()).contains("hidden"), "{waiting}\n{}", server.log());
    server.kill();

    login("p%40ss%2Bword");
    let server = Server::start_unready(data.path(), &[], "");
    let mail = smtp.wait_for("bob@example.com");
    assert_eq!((&mail["encrypted"], &mail["logged_in"]), (&true.into(), &true.into()));
    assert!(!server.log().contains("ss+word") && !server.log().contains("ss%2Bword"), "{}", server.log());
    server.kill();

    // Without the authority the server could be anybody: nothing is said to it.
    let url = format!("smtp = 'smtp://me:p%40ss%2Bword@localhost:{}?tls=required'", smtp.port);
    configure(data.path(), &url);
    let server = Server::start_unready(data.path(), &[], "");
    sign_up(&server, "eve@example.com");
    wait_until("an attempt was in vain", || mails(data.path())[0]["attempts"] != 0);
    let error = mails(data.path())[0]["error"].as_str().expect("an error").to_owned();
    assert!(error.contains("certificate"), "{error}");
    assert_eq!(smtp.mails().len(), 1);
}

#[test]
fn mail_that_has_no_way_out_waits_and_serve_says_so_once() {
    let data = tempdir().expect("a directory");
    fs::write(data.path().join("oneclick3d.toml"), SERVICE).expect("the configuration");
    let server = Server::start_unready(data.path(), &[], "");
    sign_up(&server, "bob@example.com");
    sign_up(&server, "eve@example.com");
    wait_until("they are counted", || {
        String::from_utf8(server.client("").get("/metrics").body).expect("text").contains("oneclick3d_mail_waiting 2\n")
    });
    assert_eq!(server.log().matches("mail waits in the database").count(), 1, "{}", server.log());
    assert!(mails(data.path()).iter().all(|mail| mail["state"] == "waiting" && mail["attempts"] == 0));
}

/// What only a dispute does.
fn terminate(data: &Path, email: &str) {
    let (database, email) = (Database::open(&data.join("oneclick3d.sqlite3")).expect("the database"), email.to_owned());
    let terminate = move |tx: &_| {
        let account = ledger::account_of(tx, &email)?.expect("an account");
        ledger::terminate_account(tx, &account.id, OffsetDateTime::now_utc())
    };
    database.write_blocking(terminate).expect("terminated");
}

fn read<T: rusqlite::types::FromSql>(data: &Path, sql: &str) -> T {
    let connection = rusqlite::Connection::open(data.join("oneclick3d.sqlite3")).expect("the database");
    connection.query_row(sql, [], |row| row.get(0)).expect("a row")
}
