//! `config check` and `config example`, and that `serve` does what they say.

use std::{fs, path::Path, process::Command, process::Output};

use tempfile::tempdir;

use crate::server::{PROGRAM, Server, account};

fn config(data: &Path, words: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.arg("config").args(words).current_dir(data).envs(environment.iter().copied());
    command.output().expect("a command")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn the_example_is_right_as_it_is_printed() {
    let data = tempdir().expect("a directory");
    let example = config(data.path(), &["example"], &[]);
    assert_eq!(example.status.code(), Some(0));
    fs::write(data.path().join("oneclick3d.toml"), &example.stdout).expect("write");
    let checked = config(data.path(), &["check", "--data", "."], &[]);
    let said = text(&checked.stdout);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    for word in ["http://127.0.0.1:8080", "silhouette", "Starter (60 credits)", "no provider", "waits in the database"]
    {
        assert!(said.contains(word), "{word} is not in\n{said}");
    }
}

#[test]
fn all_that_is_wrong_is_said_with_its_place_and_no_secret() {
    let data = tempdir().expect("a directory");
    let file = "[service]\nnam = 'x'\n\n[price]\ndefault = 'cheap'\n\n[payments.stripe]\nsecret_key = 'sk_hidden'\n";
    fs::write(data.path().join("mine.toml"), file).expect("write");
    let checked = config(data.path(), &["check", "--config", "mine.toml"], &[]);
    let said = text(&checked.stderr);
    assert_eq!(checked.status.code(), Some(3), "{said}");
    for word in ["mine.toml: line 2, column 1", "line 5", "line 7", "webhook_secret"] {
        assert!(said.contains(word), "{word} is not in\n{said}");
    }
    assert_eq!(said.matches("error: ").count(), 3, "{said}");

    let file = "[server]\ndevice = 'wgpu:9'\nmodel = 'dreamer'\n[policy]\nterms = 'nowhere.html'\n\
                [payments.stripe]\nsecret_key = 'sk_hidden'\nwebhook_secret = { file = 'there' }\n";
    fs::write(data.path().join("mine.toml"), file).expect("write");
    let checked = config(data.path(), &["check", "--config", "mine.toml"], &[]);
    assert!(text(&checked.stderr).contains("payments.stripe.webhook_secret: "), "{}", text(&checked.stderr));
    fs::write(data.path().join("there"), "whsec_hidden").expect("write");
    let checked = config(data.path(), &["check", "--config", "mine.toml"], &[]);
    let said = text(&checked.stderr);
    assert_eq!(checked.status.code(), Some(3), "{said}");
    assert!(said.contains("nowhere.html") && said.contains("wgpu"), "{said}");
    let right = "[payments.stripe]\nsecret_key = 'sk_hidden'\nwebhook_secret = { file = 'there' }\n";
    fs::write(data.path().join("mine.toml"), right).expect("write");
    let checked = config(data.path(), &["check", "--config", "mine.toml"], &[]);
    let said = text(&checked.stdout) + &text(&checked.stderr);
    assert!(checked.status.success() && said.contains("Stripe") && !said.contains("hidden"), "{said}");
}

#[test]
fn a_variable_that_names_no_setting_is_refused_by_name() {
    let data = tempdir().expect("a directory");
    let typo = [("ONECLICK3D__SERVER__QUEU", "1")];
    let checked = config(data.path(), &["check", "--data", "."], &typo);
    assert_eq!(checked.status.code(), Some(3));
    assert!(text(&checked.stderr).contains("ONECLICK3D__SERVER__QUEU: "), "{}", text(&checked.stderr));
    let mut serve = Command::new(PROGRAM);
    let refused = serve.args(["serve", "--data", "never"]).current_dir(data.path()).envs(typo).output().expect("runs");
    assert_eq!(refused.status.code(), Some(3));
    assert!(!data.path().join("never").exists());
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let data = tempdir().expect("a directory");
    let file = "[server]\nlisten = '127.0.0.1:1'\nqueue = 0\n[limits]\nbody_mb = 1\n";
    fs::write(data.path().join("oneclick3d.toml"), file).expect("write");
    let environment = [("ONECLICK3D__LIMITS__BODY_MB", "2"), ("ONECLICK3D__SERVER__LISTEN", "127.0.0.1:2")];
    // The server of the tests is told where to listen by a flag.
    let server = Server::start_in(data.path(), &[], &environment);
    server.wait_ready();
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let detail = client.post(&vec![0; 3 << 20], &[], &[]).problem(413, "body_too_large");
    assert!(detail.contains(&(2 << 20).to_string()), "{detail}");
    client.post(&crate::photos::cut_out(64), &[], &[]).problem(429, "queue_full");
}

#[test]
fn serve_says_where_it_computes_and_how_to_get_the_first_key() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--device", "cpu"], "");
    let log = server.log();
    assert!(log.contains("cpu") && log.contains("oneclick3d account create"), "{log}");
    account(data.path(), "a@example.com", 0);
    drop(server);
    let server = Server::start(data.path(), &[], "");
    assert!(!server.log().contains("oneclick3d account create"), "there is an account now");
}
