//! What goes well.

use std::{fs, process::Stdio};

use crate::{
    checkpoint,
    hub::{Hub, Reply},
    workspace::{CHECKPOINT, CONFIG, PULL, Workspace, hub, linked, succeeded, text},
};

#[test]
fn a_model_is_pulled_converted_and_found() {
    let (workspace, file) = (Workspace::new(), checkpoint::checkpoint());
    // Files as the hub has them: small ones behind a redirect within the hub, large ones behind one to another host.
    let storage_file = file.clone();
    let storage = Hub::start(move |_, request| Reply::file(request, &storage_file));
    let signed = format!("{}/blobs/1?signature=abc%2Fdef", storage.url);
    let config = fs::read(checkpoint::fixture("config.yaml")).expect("fixture");
    let hub = Hub::start(move |_, request| match request.path.as_str() {
        CONFIG => Reply::redirect(307, "/api/resolve-cache/config.yaml".to_owned()),
        "/api/resolve-cache/config.yaml" => Reply::file(request, &config),
        CHECKPOINT => linked(Reply::redirect(302, signed.clone()), &file),
        _ => Reply::status(404),
    });
    let output = workspace.command(&hub.url, PULL).env("HF_TOKEN", "hf_secret").output().expect("run");
    succeeded(&output);
    workspace.assert_complete();
    assert_eq!(text(&output.stdout).trim_end(), workspace.model().to_str().expect("UTF-8"));
    // The hub tells a digest of the checkpoint alone.
    assert!(text(&output.stderr).contains("was not checked"), "{}", text(&output.stderr));

    let bearer = Some("Bearer hf_secret");
    assert!(hub.requests().iter().all(|request| request.header("authorization") == bearer), "the hub needs the token");
    let elsewhere = storage.requests();
    assert!(
        elsewhere.iter().all(|request| request.header("authorization").is_none()),
        "the token went to another host"
    );
    assert_eq!(elsewhere.iter().filter(|request| request.method == "GET").count(), 1);
    assert_eq!(elsewhere[0].path, "/blobs/1?signature=abc%2Fdef");

    // A second pull asks nothing; the registry's own revision is another model.
    let before = hub.requests().len();
    let again = workspace.pull(&hub.url);
    succeeded(&again);
    assert!(text(&again.stderr).contains("here already"), "{}", text(&again.stderr));
    assert_eq!(hub.requests().len(), before);
    let other = workspace.run(&hub.url, &["models", "pull", "triposr", "--repo", "tests/other"]);
    crate::workspace::failed(&other, 1, &["tests/triposr-tiny at main", "models rm"]);
}

#[test]
fn a_mirror_with_a_path() {
    let (workspace, file) = (Workspace::new(), checkpoint::checkpoint());
    let config = fs::read(checkpoint::fixture("config.yaml")).expect("fixture");
    let mirror = Hub::start(move |_, request| match request.path.strip_prefix("/mirrors/hub") {
        Some(CONFIG) => Reply::file(request, &config),
        Some(CHECKPOINT) => linked(Reply::file(request, &file), &file),
        _ => Reply::status(404),
    });
    succeeded(&workspace.pull(&format!("{}/mirrors/hub/", mirror.url)));
    workspace.assert_complete();
}

#[test]
fn a_static_mirror_that_tells_no_digest() {
    let (workspace, file) = (Workspace::new(), checkpoint::checkpoint());
    let config = fs::read(checkpoint::fixture("config.yaml")).expect("fixture");
    let mirror = Hub::start(move |_, request| match (request.method.as_str(), request.path.as_str()) {
        ("HEAD", _) => Reply::status(405),
        (_, CONFIG) => Reply::file(request, &config),
        (_, CHECKPOINT) => Reply::file(request, &file),
        _ => Reply::status(404),
    });
    let output = workspace.run(&mirror.url, &[PULL, &["--json"]].concat());
    succeeded(&output);
    workspace.assert_complete();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&told["name"], &told["pulled"], &told["checked"]), (&"triposr".into(), &true.into(), &false.into()));
    assert_eq!(told["path"], workspace.model().to_str().expect("UTF-8"));
}

#[test]
fn two_pulls_at_once_download_once() {
    let (workspace, size) = (Workspace::new(), checkpoint::checkpoint().len());
    let hub = hub(|_, request, file| {
        std::thread::sleep(std::time::Duration::from_millis(500));
        Reply::file(request, file)
    });
    let start = || {
        let mut command = workspace.command(&hub.url, PULL);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
    };
    let outputs = [start(), start()].map(|child| child.wait_with_output().expect("waited"));
    outputs.iter().for_each(succeeded);
    assert!(outputs.iter().any(|output| text(&output.stderr).contains("waiting for it")));
    workspace.assert_complete();
    assert_eq!(hub.sent(CHECKPOINT), size);
}

#[test]
fn a_directory_with_upstreams_own_checkpoint_runs_as_it_is() {
    let directory = tempfile::tempdir().expect("a directory");
    fs::copy(checkpoint::fixture("config.yaml"), directory.path().join("config.yaml")).expect("fixture");
    let verified = |checkpoint: &[u8]| {
        fs::write(directory.path().join("model.ckpt"), checkpoint).expect("a file");
        std::process::Command::new(env!("CARGO_BIN_EXE_oneclick3d"))
            .args(["models", "verify"])
            .arg(directory.path())
            .arg("--reference")
            .arg(checkpoint::fixture("reference.safetensors"))
            .output()
            .expect("run")
    };
    let whole = checkpoint::checkpoint();
    succeeded(&verified(&whole));
    for broken in [&whole[..whole.len() / 2], &checkpoint::malicious(&directory.path().join("touched"))] {
        let output = verified(broken);
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("model.ckpt"), "{}", text(&output.stderr));
    }
    assert!(!directory.path().join("touched").exists(), "the checkpoint's code ran");
}
