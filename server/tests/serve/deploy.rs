//! What operators install beside the binary names nothing that is not there.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use serde_json::Value;
use tempfile::tempdir;

use crate::{
    photos,
    server::{PROGRAM, Server, account},
};

fn deployed(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The words of `text` that start with `prefix`.
fn names(text: &str, prefix: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(|c| !is_part(c)).filter(|word| word.starts_with(prefix)).map(str::to_owned).collect()
}

#[test]
fn every_metric_of_the_dashboard_exists_and_every_metric_is_on_it() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--device", "cpu"], "");
    let client = server.client(&account(data.path(), "a@example.com", 10));
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&id, &["SUCCEEDED"]);
    let metrics = String::from_utf8(client.get("/metrics").body).expect("UTF-8");
    let samples = metrics.lines().filter(|line| !line.starts_with('#'));
    let told: BTreeSet<String> = samples.flat_map(|line| names(line, "oneclick3d_")).collect();

    let dashboard: Value = serde_json::from_str(&deployed("grafana_dashboard.json")).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let queries = panels.iter().flat_map(|panel| panel["targets"].as_array().expect("targets"));
    let asked: BTreeSet<String> =
        queries.flat_map(|query| names(query["expr"].as_str().expect("a query"), "oneclick3d_")).collect();
    assert_eq!(asked, told);
    let variables = names(&dashboard["templating"].to_string(), "oneclick3d_");
    assert!(variables.is_subset(&told), "{variables:?}");
}

#[test]
fn every_setting_of_the_container_exists() {
    let container = deployed("Containerfile");
    let settings: Vec<(&str, &str)> = container
        .split_whitespace()
        .filter(|word| word.starts_with("ONECLICK3D__"))
        .filter_map(|word| word.split_once('='))
        // One is a word of the explanation.
        .filter(|(_, value)| !value.starts_with("https://"))
        .collect();
    assert_eq!(settings.len(), 3, "{settings:?}");
    let data = tempdir().expect("a directory");
    let mut check = Command::new(PROGRAM);
    let output = check.args(["config", "check", "--data", "."]).current_dir(data.path()).envs(settings).output();
    let output = output.expect("a command");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("http://0.0.0.0:8080") && said.contains("cpu"), "{said}");
    assert!(deployed("oneclick3d.service").contains("/oneclick3d serve --data"));
}
