//! Connections that break, stall or do not go on: nothing is lost, and no byte is fetched twice without need.

use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::{
    checkpoint,
    hub::Reply,
    workspace::{CHECKPOINT, PULL, Workspace, failed, hub, succeeded, text},
};

const PIECE: usize = 300 << 10;

/// The length of the unfinished download.
fn part(workspace: &Workspace) -> usize {
    let name = workspace.files().into_iter().find(|name| name.starts_with("model.ckpt.") && name.ends_with(".part"));
    let path = workspace.model().join(name.expect("an unfinished download"));
    path.metadata().expect("metadata").len() as usize
}

#[test]
fn a_broken_connection_goes_on_where_it_was() {
    let (workspace, size) = (Workspace::new(), checkpoint::checkpoint().len());
    let hub = hub(|_, request, file| Reply::file(request, file).cut_after(PIECE));
    let output = workspace.pull(&hub.url);
    succeeded(&output);
    workspace.assert_complete();
    assert!(text(&output.stderr).contains("trying again from byte 307200"), "{}", text(&output.stderr));
    assert_eq!(hub.sent(CHECKPOINT), size, "every byte once");
    let requests = hub.requests();
    let gets: Vec<_> =
        requests.iter().filter(|request| request.method == "GET" && request.path == CHECKPOINT).collect();
    assert_eq!(gets.iter().map(|get| get.from()).collect::<Vec<_>>()[..2], [None, Some(PIECE)]);
    assert!(gets[1..].iter().all(|get| get.header("if-range") == Some("\"version-1\"")));
}

#[test]
fn a_server_that_does_not_go_on_starts_over() {
    let (workspace, size) = (Workspace::new(), checkpoint::checkpoint().len());
    let hub = hub(|before, _, file| {
        let whole = Reply { body: file.to_vec(), ..Reply::status(200) };
        if before == 0 { whole.cut_after(PIECE) } else { whole }
    });
    let output = workspace.pull(&hub.url);
    succeeded(&output);
    workspace.assert_complete();
    assert!(text(&output.stderr).contains("starts over"), "{}", text(&output.stderr));
    assert_eq!(hub.sent(CHECKPOINT), PIECE + size);
}

#[test]
fn a_file_that_changed_in_the_meantime_starts_over() {
    let workspace = Workspace::new();
    let hub = hub(|before, request, file| match before {
        0 => {
            let mut old = file.to_vec();
            old[..PIECE].fill(b'x');
            let mut reply = Reply::file(request, &old).cut_after(PIECE);
            reply.headers.retain(|(name, _)| *name != "ETag");
            reply.with("ETag", "\"version-0\"".to_owned())
        }
        _ => Reply::file(request, file),
    });
    succeeded(&workspace.pull(&hub.url));
    workspace.assert_complete();
}

#[test]
fn a_killed_pull_is_continued() {
    for signal in [Signal::KILL, Signal::TERM] {
        let (workspace, size) = (Workspace::new(), checkpoint::checkpoint().len());
        let hub = hub(|before, request, file| match before {
            0 => Reply::file(request, file).stall_after(2 * PIECE),
            _ => Reply::file(request, file),
        });
        let mut command = workspace.command(&hub.url, PULL);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs");
        hub.wait_until_sent(2 * PIECE);
        // What was sent is written in a moment.
        while part(&workspace) < 2 * PIECE {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        kill_process(Pid::from_child(&child), signal).expect("killed");
        assert!(!child.wait().expect("waited").success());
        assert_eq!(part(&workspace), 2 * PIECE, "after {signal:?}");
        let absent = workspace.run(&hub.url, &["models", "path", "triposr"]);
        failed(&absent, 1, &["triposr is not here", "models pull triposr"]);

        succeeded(&workspace.pull(&hub.url));
        workspace.assert_complete();
        assert_eq!(hub.requests().last().expect("a request").from(), Some(2 * PIECE), "after {signal:?}");
        assert_eq!(hub.sent(CHECKPOINT), size, "every byte once");
    }
}

#[test]
fn a_silent_server_is_given_up_and_asked_again() {
    let workspace = Workspace::new();
    let hub = hub(|before, request, file| match before {
        0 => Reply::file(request, file).stall_after(PIECE),
        _ => Reply::file(request, file),
    });
    let output = workspace.command(&hub.url, PULL).env("HF_HUB_DOWNLOAD_TIMEOUT", "1").output().expect("run");
    succeeded(&output);
    workspace.assert_complete();
    assert!(text(&output.stderr).contains("timeout"), "{}", text(&output.stderr));
}

#[test]
fn a_server_that_always_breaks_off_is_given_up() {
    let workspace = Workspace::new();
    let hub = hub(|before, request, file| match before {
        0 => Reply::file(request, file).cut_after(PIECE),
        _ => Reply::status(503),
    });
    let output = workspace.pull(&hub.url);
    failed(
        &output,
        1,
        &["model.ckpt", "broke off 5 times", "307200 bytes", "HTTP 503", "running pull again continues"],
    );
    assert_eq!(part(&workspace), PIECE);
}

#[test]
fn a_part_that_is_too_long_is_thrown_away() {
    let workspace = Workspace::new();
    let hub = hub(|before, request, file| match before {
        0 => Reply::file(request, file).stall_after(PIECE),
        _ => Reply::file(request, file),
    });
    let mut command = workspace.command(&hub.url, PULL);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs");
    hub.wait_until_sent(PIECE);
    while part(&workspace) < PIECE {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().and_then(|()| child.wait()).expect("killed");
    let name = workspace.files().into_iter().find(|name| name.ends_with(".part")).expect("a part");
    std::fs::write(workspace.model().join(name), vec![b'x'; 4 << 20]).expect("written");
    succeeded(&workspace.pull(&hub.url));
    workspace.assert_complete();
}
