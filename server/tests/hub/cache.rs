//! Listing, finding and deleting; and what other programs have downloaded.

use std::fs::{self, File};

use serde_json::Value;

use crate::{
    checkpoint,
    hub::{Hub, Reply},
    workspace::{CHECKPOINT, Workspace, failed, hub, succeeded, text},
};

fn listed(workspace: &Workspace, name: &str) -> Value {
    let output = workspace.run("http://127.0.0.1:1", &["models", "list", "--json"]);
    succeeded(&output);
    let list: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    list.into_iter().find(|model| model["name"] == name).expect("listed")
}

#[test]
fn listed_found_and_deleted() {
    let workspace = Workspace::new();
    let run = |arguments: &[&str]| workspace.run("http://127.0.0.1:1", arguments);
    let list = run(&["models"]);
    assert_eq!(list.stdout, run(&["models", "list"]).stdout);
    let lines: Vec<_> = text(&list.stdout).lines().collect();
    assert!(lines[0].starts_with("silhouette ") && lines[0].contains("built in"), "{lines:?}");
    assert!(
        lines[1].starts_with("triposr ") && lines[1].contains("1.68 GB to download: models pull triposr"),
        "{lines:?}"
    );
    assert!(lines[2].starts_with("u2net ") && lines[2].contains("matting"), "{lines:?}");
    let absent = listed(&workspace, "triposr");
    assert_eq!((&absent["present"], &absent["path"]), (&Value::Bool(false), &Value::Null));
    assert_eq!((&absent["weight_bytes"], &absent["licence"]), (&1_677_247_729u64.into(), &"MIT".into()));
    assert_eq!(listed(&workspace, "silhouette")["present"], true);

    let hub = hub(|_, request, file| Reply::file(request, file));
    succeeded(&workspace.pull(&hub.url));
    let directory = workspace.model().to_str().expect("UTF-8").to_owned();
    let path = run(&["models", "path", "triposr"]);
    succeeded(&path);
    assert_eq!(text(&path.stdout).trim_end(), directory);
    let present = listed(&workspace, "triposr");
    assert_eq!((&present["present"], &present["path"]), (&true.into(), &directory.as_str().into()));
    assert!(text(&run(&["models"]).stdout).contains(&directory));

    let removed = run(&["models", "rm", "triposr"]);
    succeeded(&removed);
    assert!(text(&removed.stdout).contains("1 MB are free again"), "{}", text(&removed.stdout));
    assert!(!workspace.model().exists());
    failed(&run(&["models", "path", "triposr"]), 1, &["is not here"]);
    assert_eq!(listed(&workspace, "triposr")["present"], false);
}

#[test]
fn the_hubs_own_cache_is_used_and_left_alone() {
    let (workspace, file) = (Workspace::new(), checkpoint::checkpoint());
    let snapshots = workspace.path("hf/hub/models--tests--triposr-tiny/snapshots");
    let [wrong, right] = ["aaaa", "bbbb"].map(|commit| snapshots.join(commit).join("model.ckpt"));
    let mut other = file.clone();
    other[100] ^= 1;
    for (path, bytes) in [(&wrong, &other), (&right, &file)] {
        fs::create_dir_all(path.parent().expect("a directory")).and_then(|()| fs::write(path, bytes)).expect("written");
    }
    let hub = hub(|_, request, file| Reply::file(request, file));
    let output = workspace.pull(&hub.url);
    succeeded(&output);
    workspace.assert_complete();
    assert!(text(&output.stderr).contains(right.to_str().expect("UTF-8")), "{}", text(&output.stderr));
    assert_eq!(hub.sent(CHECKPOINT), 0);
    succeeded(&workspace.run(&hub.url, &["models", "rm", "triposr"]));
    assert!(fs::read(&right).expect("left alone") == file && fs::read(&wrong).expect("left alone") == other);
}

#[test]
fn a_file_of_rembgs_is_found_but_not_trusted() {
    let workspace = Workspace::new();
    let rembg = workspace.path("u2net/u2net.onnx");
    fs::create_dir_all(workspace.path("u2net")).expect("made");
    // The right size; only a digest tells that it is nothing.
    File::create(&rembg).and_then(|file| file.set_len(175_997_641)).expect("a sparse file");
    let path = workspace.run("http://127.0.0.1:1", &["models", "path", "u2net"]);
    succeeded(&path);
    assert_eq!(text(&path.stdout).trim_end(), rembg.to_str().expect("UTF-8"));
    let hub = Hub::start(|_, _| Reply::status(404));
    let pull = workspace.run(&hub.url, &["models", "pull", "u2net"]);
    failed(&pull, 1, &["not the published file; it is left alone", "tomjackson2023/rembg", "404"]);
    assert_eq!(rembg.metadata().expect("left alone").len(), 175_997_641);
    let rm = workspace.run(&hub.url, &["models", "rm", "u2net"]);
    // The attempt made the directory.
    succeeded(&rm);
    failed(&workspace.run(&hub.url, &["models", "rm", "u2net"]), 1, &["another program's", "u2net.onnx"]);
    assert!(rembg.exists());
}
