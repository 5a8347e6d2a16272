//! Disks without room.

use std::process::Command;

use crate::{
    checkpoint,
    hub::{Hub, Reply},
    small_disk::SmallDisk,
    workspace::{CHECKPOINT, CONFIG, PULL, Workspace, failed, hub, linked, succeeded},
};

#[test]
fn too_little_room_is_told_before_the_download() {
    let workspace = Workspace::new();
    let hub = Hub::start(|_, request| match request.path.as_str() {
        CONFIG => Reply::file(request, b"config"),
        // A petabyte.
        CHECKPOINT => Reply::status(200).with("X-Linked-Size", (1u64 << 50).to_string()),
        _ => Reply::status(404),
    });
    failed(&workspace.pull(&hub.url), 1, &["hf/oneclick3d/triposr", "free bytes", "make room, or set HF_HOME"]);
    assert_eq!(hub.requests().iter().filter(|request| request.method == "GET").count(), 0);
}

#[test]
fn a_disk_that_becomes_full_keeps_what_came() {
    // Without the rights to mount a small disk, a limit on the size of files fails the same write.
    let workspace = Workspace::new();
    let home = workspace.path("hf");
    let disk = SmallDisk::mount(&home, "3m");
    println!("{}", if disk.is_some() { "on a small tmpfs" } else { "mounting is not allowed: with RLIMIT_FSIZE" });
    let filler = home.join("filler");
    let fills = disk.is_some().then(|| filler.clone());
    // A mirror that tells no size, so that the check before the download has nothing to go by; before it sends, something
    // else takes the room.
    let hub = hub(move |before, request, file| {
        if let (0, Some(filler)) = (before, &fills) {
            std::fs::write(filler, vec![1; 2 << 20]).expect("fits");
        }
        if before == 0 { chunked(file) } else { Reply::file(request, file) }
    });
    let sizeless = Hub::start({
        let url = hub.url.clone();
        move |_, request| match (request.method.as_str(), request.path.as_str()) {
            ("HEAD", CHECKPOINT) => {
                let mut reply = linked(chunked(b""), &checkpoint::checkpoint());
                reply.headers.retain(|(name, _)| *name != "X-Linked-Size");
                reply
            }
            (_, path) => Reply::redirect(307, format!("{url}{path}")),
        }
    });
    let output = match &disk {
        Some(_) => workspace.pull(&sizeless.url),
        None => limited(&workspace.command(&sizeless.url, PULL)).output().expect("run"),
    };
    failed(&output, 1, &["the disk is full", "model.ckpt", "more are to come", "running pull again continues"]);
    if disk.is_some() {
        std::fs::remove_file(&filler).expect("removed");
    }
    succeeded(&workspace.pull(&sizeless.url));
    workspace.assert_complete();
    assert!(hub.requests().last().expect("a request").from() > Some(100_000), "{:?}", hub.requests().last());
    drop(disk);
}

/// A file sent without a length.
fn chunked(file: &[u8]) -> Reply {
    let body = [format!("{:x}\r\n", file.len()).as_bytes(), file, b"\r\n0\r\n\r\n"].concat();
    Reply { body, ..Reply::status(200) }.with("Transfer-Encoding", "chunked".to_owned())
}

/// The same command, unable to write files of more than some hundred kilobytes.
fn limited(command: &Command) -> Command {
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 800; exec \"$0\" \"$@\""]);
    limited.arg(command.get_program()).args(command.get_args());
    for (variable, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(variable, value),
            None => limited.env_remove(variable),
        };
    }
    limited
}

#[test]
fn a_disk_that_becomes_full_during_the_conversion() {
    let workspace = Workspace::new();
    let home = workspace.path("hf");
    let Some(disk) = SmallDisk::mount(&home, "2m") else {
        assert!(std::env::var_os("CI").is_none(), "mounting a small disk is not allowed here");
        println!("not run: mounting a small disk is not allowed here");
        return;
    };
    // Room for the download, but not for the safetensors file beside it; the mirror tells no size beforehand.
    let hub = Hub::start(move |_, request| match (request.method.as_str(), request.path.as_str()) {
        (_, CONFIG) => Reply::file(request, b"config: 1\n"),
        ("GET", CHECKPOINT) => Reply::file(request, &checkpoint::checkpoint()),
        _ => Reply::status(405),
    });
    failed(&workspace.pull(&hub.url), 1, &["model.safetensors", "the disk is full", "bytes", "make room"]);
    let files = workspace.files();
    assert!(!files.iter().any(|name| name.contains("safetensors")), "{files:?}");
    drop(disk);
}
