//! `backup` beside a server at work and without one, and what `restore` makes of it.

use std::{
    collections::HashMap,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::{
    client::Client,
    photos,
    server::{PROGRAM, Server, account, audit, operate, operator, wait_until},
    small_disk::SmallDisk,
};

const CLIENTS: u64 = 4;
const GRANTED: u32 = 1_000_000;
const BACKUPS: usize = 3;

#[track_caller]
fn back_up(data: &Path, file: &Path) -> Value {
    let made = operate(data, &["backup", text(file)]);
    assert_eq!(made["file"], text(file));
    let metadata = file.metadata().expect("made");
    assert_eq!(made["bytes"], metadata.len());
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    made
}

/// A command that fails with `code` and says each of `words`.
#[track_caller]
fn refused(data: &Path, arguments: &[&str], code: i32, words: &[&str]) {
    let output = operator(data, arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
    for word in words {
        assert!(error.contains(word), "{arguments:?} does not say {word:?}: {error}");
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort_unstable();
    names
}

/// What clients heard: which key made which generation, and how it ended, where they saw it end.
#[derive(Default)]
struct Heard {
    generations: Mutex<HashMap<String, (String, Option<String>)>>,
    next_key: AtomicU64,
}

/// Posts, cancels and looks, until told to stop.
fn work(client: &Client, heard: &Heard, photo: &[u8], stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let number = heard.next_key.fetch_add(1, Ordering::Relaxed);
        let key = format!("key-{number}");
        let reply = client.post(photo, &[("resolution", "16")], &[("idempotency-key", &key)]);
        if reply.status != 202 {
            // The queue is full.
            assert_eq!(reply.status, 429, "{}", String::from_utf8_lossy(&reply.body));
            thread::sleep(Duration::from_millis(5));
            continue;
        }
        let id = reply.json()["id"].as_str().expect("an id").to_owned();
        let note = |state| heard.generations.lock().expect("heard").insert(key.clone(), (id.clone(), state));
        note(None);
        if number.is_multiple_of(3) {
            client.cancel(&id);
        }
        if number.is_multiple_of(2) {
            note(client.wait_for_end(&id)["state"].as_str().map(str::to_owned));
        }
    }
}

/// Restores `backup` and serves it: everything that was `heard` before the backup began is as it was heard, what had not
/// ended has failed, and every credit is accounted for.
fn check_restored(backup: &Path, heard: &HashMap<String, (String, Option<String>)>, key: &str, photo: &[u8]) {
    let parent = tempdir().expect("a directory");
    let data = parent.path().join("data");
    let restored = operate(&data, &["restore", text(backup)]);
    assert_eq!(restored["disagreements"], json!([]));
    assert_eq!(restored["books"]["issued"], GRANTED);
    assert_eq!(audit(&data), restored);
    assert_eq!(names(&data), ["lock", "oneclick3d.sqlite3"]);
    let mode = data.join("oneclick3d.sqlite3").metadata().expect("a database").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    println!("{}: {} heard of, {restored}", backup.display(), heard.len());

    let server = Server::start(&data, &[], "");
    let client = server.client(key);
    wait_until("everything has ended", || client.credits().1 == 0);
    for (key, (id, state)) in heard {
        let generation = client.generation(id);
        match state {
            Some(state) => assert_eq!(generation["state"], state.as_str(), "{key}"),
            None => {
                let state = generation["state"].as_str().expect("a state");
                assert!(matches!(state, "SUCCEEDED" | "FAILED" | "CANCELED"), "{key}: {generation}");
            }
        }
        if generation["state"] == "SUCCEEDED" {
            let artifact = client.get(&format!("/v1/generations/{id}/model.glb"));
            assert!(artifact.problem(404, "no_artifact").contains("no longer stored"), "{key}");
        }
    }
    if let Some((first, (id, _))) = heard.iter().next() {
        let again = client.post(photo, &[("resolution", "16")], &[("idempotency-key", first)]);
        assert_eq!(again.json()["id"], id.as_str(), "a key that made a generation makes no other");
    }
    let mut succeeded = 0;
    for generation in client.history() {
        match generation["state"].as_str().expect("a state") {
            "SUCCEEDED" => succeeded += 1,
            "FAILED" => {
                let kind = generation["fault"]["kind"].as_str().expect("a kind");
                assert!(matches!(kind, "crash" | "infrastructure"), "{generation}");
            }
            state => assert_eq!(state, "CANCELED"),
        }
    }
    assert_eq!(client.credits(), (i64::from(GRANTED) - 10 * succeeded, 0));
    assert_eq!(audit(&data)["disagreements"], json!([]));
    client.create(photo, &[("resolution", "16")]);
}

/// P12: the records outlive the machine.
#[test]
fn backups_under_load_hold_all_that_was_acknowledged_before_they_began() {
    let data = tempdir().expect("a directory");
    let files = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--queue", "8"], "");
    let key = account(data.path(), "a@example.com", GRANTED);
    let client = server.client(&key);
    let photo = photos::cut_out(64);
    let (heard, stop) = (Heard::default(), AtomicBool::new(false));
    let mut backups = Vec::new();
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| work(&client, &heard, &photo, &stop));
        }
        for number in 0..BACKUPS {
            let known = || heard.generations.lock().expect("heard").len();
            wait_until("there is something to back up", || known() > 25 * number);
            let before = heard.generations.lock().expect("heard").clone();
            let file = files.path().join(format!("{number}.sqlite3"));
            back_up(data.path(), &file);
            backups.push((file, before));
        }
        stop.store(true, Ordering::Relaxed);
    });
    // What is posted after the backups is not in them.
    let last = client.create(&photo, &[("resolution", "16")]);
    assert_eq!(names(files.path()), ["0.sqlite3", "1.sqlite3", "2.sqlite3"]);
    for (file, before) in &backups {
        assert!(!before.is_empty() && !before.values().any(|(id, _)| *id == last));
        check_restored(file, before, &key, &photo);
    }
}

#[test]
fn what_waited_or_ran_fails_after_a_restore_with_its_credits_back() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "hang@model:33");
    let key = account(data.path(), "a@example.com", 60);
    let client = server.client(&key);
    let photo = photos::cut_out(64);
    let running = client.create(&photo, &[("resolution", "33")]);
    client.wait(&running, &["RUNNING"]);
    let queued = client.create(&photo, &[("resolution", "16")]);
    let file = data.path().join("backup.sqlite3");
    back_up(data.path(), &file);

    let restored = tempdir().expect("a directory");
    let report = operate(restored.path(), &["restore", text(&file)]);
    assert_eq!((&report["open_holds"], &report["books"]["held"]), (&json!(2), &json!(20)));
    let server = Server::start(restored.path(), &[], "");
    let client = server.client(&key);
    assert_eq!(client.wait_for_end(&running)["fault"]["kind"], "crash");
    let generation = client.wait_for_end(&queued);
    assert_eq!((&generation["state"], &generation["fault"]["kind"]), (&json!("FAILED"), &json!("infrastructure")));
    let message = generation["fault"]["message"].as_str().expect("a message");
    assert!(message.contains("no longer stored") && message.contains("send it again"), "{message}");
    assert_eq!(client.credits(), (60, 0));
    assert_eq!(audit(restored.path())["disagreements"], json!([]));
}

#[test]
fn a_backup_replaces_nothing_unless_forced() {
    let data = tempdir().expect("a directory");
    let key = account(data.path(), "a@example.com", 60);
    let files = tempdir().expect("a directory");
    let file = files.path().join("b.sqlite3");
    fs::write(&file, "something else").expect("written");
    refused(data.path(), &["backup", text(&file)], 3, &["b.sqlite3 exists", "--force"]);
    assert_eq!(fs::read(&file).expect("there"), b"something else");
    for served in [false, true] {
        let _server = served.then(|| Server::start(data.path(), &[], ""));
        operate(data.path(), &["backup", text(&file), "--force"]);
        assert_eq!(file.metadata().expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(names(files.path()), ["b.sqlite3"]);
        refused(data.path(), &["backup", text(&file)], 3, &["b.sqlite3 exists"]);
        let restored = tempdir().expect("a directory");
        operate(restored.path(), &["restore", text(&file)]);
        let server = Server::start(restored.path(), &[], "");
        assert_eq!(server.client(&key).credits(), (60, 0));
    }
}

/// Kills at moments from before the copy begins until after it has its name.
#[test]
fn a_backup_that_is_killed_is_not_there_or_whole() {
    const STEP: Duration = Duration::from_micros(250);
    let data = tempdir().expect("a directory");
    account(data.path(), "a@example.com", 60);
    let files = tempdir().expect("a directory");
    let file = files.path().join("b.sqlite3");
    let (mut absent, mut partial, mut whole) = (0, 0, 0);
    let mut moment = Duration::ZERO;
    while whole < 10 {
        assert!(moment < Duration::from_secs(2), "never made");
        let mut command = Command::new(PROGRAM);
        command.args(["backup", text(&file), "--json", "--data"]).arg(data.path()).stdout(Stdio::null());
        let mut child = command.spawn().expect("runs");
        thread::sleep(moment);
        moment += STEP;
        child.kill().expect("a child");
        child.wait().expect("a child");
        if file.exists() {
            let restored = tempdir().expect("a directory");
            assert_eq!(operate(restored.path(), &["restore", text(&file)])["books"]["issued"], 60);
            whole += 1;
        } else {
            absent += 1;
        }
        for name in names(files.path()) {
            assert!(name == "b.sqlite3" || name.starts_with("b.sqlite3.") && name.ends_with(".partial"), "{name}");
            partial += usize::from(name.ends_with(".partial"));
            fs::remove_file(files.path().join(name)).expect("there");
        }
    }
    println!("{absent} kills before there was a backup, {partial} of them halfway; {whole} after");
    assert_eq!(audit(data.path())["books"]["issued"], 60);
}

#[test]
fn a_file_that_cannot_be_made_is_named() {
    let data = tempdir().expect("a directory");
    refused(&data.path().join("typo"), &["backup", "b"], 3, &["there is no data directory", "typo"]);
    refused(data.path(), &["backup", text(&data.path().join("b"))], 3, &["there is no database in"]);
    assert_eq!(names(data.path()), ["lock"]);
    account(data.path(), "a@example.com", 0);
    for served in [false, true] {
        let _server = served.then(|| Server::start(data.path(), &[], ""));
        let missing = data.path().join("missing/b");
        refused(data.path(), &["backup", text(&missing)], 3, &["missing/b", "No such file or directory"]);
        refused(data.path(), &["backup", text(data.path())], 3, &["is a directory"]);
        refused(data.path(), &["backup", "/dev/null/b"], 3, &["/dev/null/b", "Not a directory"]);
    }
}

/// A relative FILE is the asker's, wherever the server was started.
#[test]
fn a_relative_name_is_relative_to_the_asker() {
    let data = tempdir().expect("a directory");
    let here = tempdir().expect("a directory");
    let _server = Server::start(data.path(), &[], "");
    let mut command = Command::new(PROGRAM);
    command.args(["backup", "b.sqlite3", "--data"]).arg(data.path()).current_dir(here.path());
    assert!(command.status().expect("runs").success());
    assert_eq!(names(here.path()), ["b.sqlite3"]);
}

#[test]
fn a_disk_without_room_is_told_before_the_copy_and_nothing_stays() {
    let data = tempdir().expect("a directory");
    account(data.path(), "a@example.com", 60);
    let files = tempdir().expect("a directory");
    let Some(_disk) = SmallDisk::mount(files.path(), "64k") else {
        assert!(std::env::var_os("CI").is_none(), "mounting a small disk is not allowed here");
        println!("not run: mounting a small disk is not allowed here");
        return;
    };
    let file = files.path().join("b");
    for served in [false, true] {
        let _server = served.then(|| Server::start(data.path(), &[], ""));
        refused(data.path(), &["backup", text(&file)], 1, &["needs", "bytes and the disk has", "make room"]);
        assert_eq!(names(files.path()), [""; 0]);
    }
}

/// A file-size limit (64 KiB) stands for a disk that becomes full meanwhile.
#[test]
fn a_disk_that_becomes_full_fails_the_backup_and_keeps_the_last_one() {
    let data = tempdir().expect("a directory");
    account(data.path(), "a@example.com", 60);
    let files = tempdir().expect("a directory");
    let file = files.path().join("b");
    fs::write(&file, "the last backup").expect("written");
    let output = Command::new("sh")
        .args(["-c", r#"ulimit -f 128; trap '' XFSZ; exec "$0" "$@""#, PROGRAM, "backup", "--force"])
        .arg(&file)
        .arg("--data")
        .arg(data.path())
        .output()
        .expect("runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("the copy to") && error.contains("failed"), "{error}");
    assert_eq!(names(files.path()), ["b"]);
    assert_eq!(fs::read(&file).expect("there"), b"the last backup");
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

/// A backup of one account with 60 credits, and the directory for what is made of it.
fn small_backup() -> (TempDir, PathBuf) {
    let parent = tempdir().expect("a directory");
    let data = parent.path().join("origin");
    account(&data, "a@example.com", 60);
    let file = parent.path().join("backup");
    back_up(&data, &file);
    (parent, file)
}

#[test]
fn what_is_no_whole_backup_is_refused_and_leaves_nothing() {
    let (parent, good) = small_backup();
    let bytes = fs::read(&good).expect("read");
    let changed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        bytes
    };
    let tampered = {
        let path = parent.path().join("tampering");
        fs::write(&path, &bytes).expect("written");
        let file = rusqlite::Connection::open(&path).expect("open");
        file.execute("UPDATE account SET available = 70", []).expect("tampered");
        file.pragma_update(None, "journal_mode", "DELETE").expect("one file");
        drop(file);
        fs::read(&path).expect("read")
    };
    let cases: [(&str, Vec<u8>, &[&str]); 8] = [
        ("empty", Vec::new(), &["no SQLite database"]),
        ("a photo", photos::cut_out(64), &["no SQLite database"]),
        ("another program's", changed(&|bytes| bytes[68..72].fill(0)), &["another program made"]),
        ("a newer one", changed(&|bytes| bytes[63] = 99), &["schema version 99", "use the newer program"]),
        ("cut off", changed(&|bytes| bytes.truncate(bytes.len() / 2)), &["cannot be restored", "malformed"]),
        ("overwritten", changed(&|bytes| bytes[8192..12_288].fill(7)), &["cannot be restored"]),
        ("without a schema", changed(&|bytes| bytes[100..4096].fill(0)), &["cannot be restored"]),
        ("tampered with", tampered, &["70 in its row, 60 by the journal", "use another backup"]),
    ];
    for (name, bytes, words) in cases {
        let file = parent.path().join(name);
        fs::write(&file, &bytes).expect("written");
        let data = parent.path().join(format!("data of {name}"));
        refused(&data, &["restore", text(&file)], 3, &[&[name], words].concat());
        assert!(!data.exists() || names(&data) == ["lock"], "{name} leaves {:?}", names(&data));
        assert_eq!(fs::read(&file).expect("there"), bytes, "{name} was changed");
    }
    refused(parent.path(), &["restore", "/missing/backup"], 3, &["cannot read /missing/backup"]);
    // A database that was copied by hand while in use: what its log holds would be missing.
    let copied = parent.path().join("copied");
    fs::write(&copied, &bytes).expect("written");
    fs::write(parent.path().join("copied-wal"), "a log").expect("written");
    let data = parent.path().join("data");
    refused(&data, &["restore", text(&copied)], 3, &["in use", "copied-wal", "oneclick3d backup"]);
    operate(&data, &["restore", text(&good)]);
}

#[test]
fn a_directory_that_has_a_database_keeps_it() {
    let (parent, file) = small_backup();
    let data = parent.path().join("data");
    let key = account(&data, "b@example.com", 30);
    refused(&data, &["restore", text(&file)], 3, &["oneclick3d.sqlite3 is there already", "move this one"]);
    let server = Server::start(&data, &[], "");
    refused(&data, &["restore", text(&file)], 3, &["is in use by another server or command"]);
    assert_eq!(server.client(&key).credits(), (30, 0));
    server.kill();
    // What a killed server left in the log would be applied to any database of that name.
    fs::remove_file(data.join("oneclick3d.sqlite3")).expect("there");
    assert!(data.join("oneclick3d.sqlite3-wal").exists());
    refused(&data, &["restore", text(&file)], 3, &["oneclick3d.sqlite3-wal is there already"]);
    fs::remove_file(data.join("oneclick3d.sqlite3-wal")).expect("there");
    operate(&data, &["restore", text(&file)]);
    assert_eq!(audit(&data)["books"]["issued"], 60);
}
