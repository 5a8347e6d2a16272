//! What a server or a file can have wrong, and what is said of it.

use std::fs;

use crate::{
    checkpoint,
    hub::{Hub, Reply},
    workspace::{CONFIG, PULL, Workspace, failed, hub, hub_with, succeeded},
};

#[test]
fn a_wrong_checksum_deletes_the_download() {
    let workspace = Workspace::new();
    let hub = hub(|_, request, file| {
        let mut other = file.to_vec();
        other[file.len() / 2] ^= 1;
        Reply::file(request, &other)
    });
    failed(&workspace.pull(&hub.url), 1, &["model.ckpt", "SHA-256", "is expected", "was deleted", "run pull again"]);
    assert!(!workspace.files().iter().any(|name| name.contains("model")), "{:?}", workspace.files());
}

#[test]
fn a_wrong_size_is_refused() {
    let (workspace, size) = (Workspace::new(), checkpoint::checkpoint().len());
    let short = hub(|_, request, file| Reply::file(request, &file[..1000]));
    failed(&workspace.pull(&short.url), 1, &["has 1000 bytes", &format!("but {size} are expected")]);
    // More than was said, without a length that would tell.
    let long = hub(|_, _, file| {
        let body = [file, b"more"].concat();
        let chunked = [format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
        Reply { body: chunked, ..Reply::status(200) }.with("Transfer-Encoding", "chunked".to_owned())
    });
    failed(&Workspace::new().pull(&long.url), 1, &["has more bytes", &format!("but {size} are expected")]);
}

#[test]
fn the_published_model_is_known_by_its_size() {
    let workspace = Workspace::new();
    let config = fs::read(checkpoint::fixture("config.yaml")).expect("fixture");
    let hub = Hub::start(move |_, request| Reply::file(request, &config));
    failed(&workspace.run(&hub.url, &["models", "pull", "triposr"]), 1, &["config.yaml", "but 987 are expected"]);
    let first = &hub.requests()[0];
    assert_eq!(first.path, "/stabilityai/TripoSR/resolve/5b521936b01fbe1890f6f9baed0254ab6351c04a/config.yaml");
}

#[test]
fn the_published_model_is_known_by_its_digest() {
    let workspace = Workspace::new();
    let hub = Hub::start(move |_, request| Reply::file(request, &[b'#'; 987]));
    let digest = "74ca708ce086bf68e97709ea6b3d91f14717921c04691e84043f0eb8fcc68e62";
    failed(&workspace.run(&hub.url, &["models", "pull", "triposr"]), 1, &["config.yaml", digest, "was deleted"]);
    assert!(workspace.files().is_empty(), "{:?}", workspace.files());
}

#[test]
fn a_locked_repository_asks_for_a_token() {
    let workspace = Workspace::new();
    for status in [401, 403] {
        let hub = Hub::start(move |_, _| Reply::status(status));
        failed(&workspace.pull(&hub.url), 1, &[CONFIG, &format!("HTTP {status}"), "set HF_TOKEN"]);
        let output = workspace.command(&hub.url, PULL).env("HF_TOKEN", "hf_wrong").output().expect("run");
        failed(&output, 1, &["the token in HF_TOKEN is wrong"]);
        assert_eq!(hub.requests().len(), 2, "nothing is asked again");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("hf_wrong"), "the token is not shown");
    }
}

#[test]
fn a_missing_file_is_named() {
    let workspace = Workspace::new();
    let hub = Hub::start(|_, _| Reply::status(404));
    let output = workspace.run(&hub.url, &[PULL, &["--revision", "refs/pr/7"]].concat());
    failed(&output, 1, &["tests/triposr-tiny", "refs/pr/7", "config.yaml", "404", &hub.url]);
    assert_eq!(hub.requests()[0].path, "/tests/triposr-tiny/resolve/refs%2Fpr%2F7/config.yaml");
}

#[test]
fn a_server_in_trouble_is_asked_again() {
    let workspace = Workspace::new();
    let hub = hub(|before, request, file| match before {
        0 => Reply::status(503),
        1 => Reply::status(429),
        _ => Reply::file(request, file),
    });
    succeeded(&workspace.pull(&hub.url));
    workspace.assert_complete();
}

#[test]
fn redirects_have_an_end_and_stay_on_the_web() {
    let workspace = Workspace::new();
    let circle = Hub::start(|_, _| Reply::redirect(302, CONFIG.to_owned()));
    failed(&workspace.pull(&circle.url), 1, &["redirects more than 10 times"]);
    let file = Hub::start(|_, _| Reply::redirect(302, "file:///etc/passwd".to_owned()));
    failed(&workspace.pull(&file.url), 1, &["redirects to what is no http URL"]);
}

#[test]
fn a_hub_that_is_not_there() {
    let workspace = Workspace::new();
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    failed(&workspace.pull(&format!("http://{free}")), 1, &["cannot be had", "HF_ENDPOINT"]);
    let pinned = workspace.run(&format!("http://{free}"), &["models", "pull", "triposr"]);
    failed(&pinned, 1, &["config.yaml cannot be had", "HF_ENDPOINT"]);
    failed(&workspace.pull("hub.example"), 1, &["HF_ENDPOINT", "'hub.example'", "no URL"]);
    let output = workspace.command("http://127.0.0.1:1", PULL).env("HF_TOKEN", "two words").output().expect("run");
    failed(&output, 1, &["HF_TOKEN"]);
}

#[test]
fn garbage_is_no_checkpoint() {
    let workspace = Workspace::new();
    let hub =
        hub_with(b"PK\x03\x04 and then nothing of the kind".to_vec(), |_, request, file| Reply::file(request, file));
    failed(&workspace.pull(&hub.url), 1, &["was downloaded, but not converted", "truncated or damaged"]);
    assert!(!workspace.files().contains(&"model.safetensors".to_owned()));
    failed(&workspace.run(&hub.url, &["models", "path", "triposr"]), 1, &["is not here"]);
    succeeded(&workspace.run(&hub.url, &["models", "rm", "triposr"]));
    assert!(!workspace.model().exists());
}

#[test]
fn a_malicious_checkpoint_runs_nothing() {
    let workspace = Workspace::new();
    let marker = workspace.path("it-ran");
    let hub = hub_with(checkpoint::malicious(&marker), |_, request, file| Reply::file(request, file));
    failed(&workspace.pull(&hub.url), 1, &["'posix system'", "refused", "nothing of the file was run"]);
    assert!(!marker.exists());
    assert!(!workspace.files().contains(&"model.safetensors".to_owned()));
}

#[test]
fn usage() {
    let workspace = Workspace::new();
    let run = |arguments: &[&str]| workspace.run("http://127.0.0.1:1", arguments);
    failed(&run(&["models", "pull", "magic"]), 2, &["no model 'magic'", "triposr"]);
    failed(&run(&["models", "pull", "silhouette"]), 2, &["built in"]);
    failed(&run(&["models", "path", "silhouette"]), 2, &["built in"]);
    failed(&run(&["models", "rm", "silhouette"]), 2, &["built in"]);
    failed(&run(&["models", "rm", "triposr"]), 1, &["not in the cache"]);
    for repository in ["triposr", "a/b/c", "../x", "a/..", "a/b?c", "/a", "a b/c"] {
        failed(&run(&["models", "pull", "triposr", "--repo", repository]), 2, &["OWNER/NAME"]);
    }
    failed(&run(&["models", "pull", "triposr", "--revision", "../../x"]), 2, &["--revision"]);
}
