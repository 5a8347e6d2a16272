//! A server in its own process, and operators' commands.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::Value;

use crate::client::{Client, PATIENCE};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_oneclick3d");

pub struct Server {
    child: Child,
    pub url: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server that is ready for work.
    pub fn start(data: &Path, arguments: &[&str], faults: &str) -> Server {
        let server = Server::start_unready(data, arguments, faults);
        server.wait_ready();
        server
    }

    /// Starts a server that takes connections.
    pub fn start_unready(data: &Path, arguments: &[&str], faults: &str) -> Server {
        let faults = (!faults.is_empty()).then_some(("ONECLICK3D_INJECT_FAULT", faults));
        Server::start_in(data, arguments, faults.as_slice())
    }

    /// Starts a server that is ready for work, and whose links lead to itself.
    pub fn start_reachable(data: &Path, faults: &str) -> Server {
        // Free a moment ago: the configuration has to name the port before the server takes it.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
        let configuration = format!("[service]\nurl = 'http://{free}'\n");
        std::fs::write(data.join("oneclick3d.toml"), configuration).expect("written");
        Server::start(data, &["--listen", &free.to_string()], faults)
    }

    /// The same, with these variables in its environment.
    pub fn start_in(data: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Server {
        let mut command = Command::new(PROGRAM);
        command.arg("serve").arg("--data").arg(data).args(arguments);
        if !arguments.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        command.envs(environment.iter().copied());
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("serve starts");
        let log = Arc::new(Mutex::new(Vec::new()));
        let lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let copy = Arc::clone(&log);
        thread::spawn(move || lines.map_while(Result::ok).for_each(|line| copy.lock().expect("the log").push(line)));
        let mut first = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut first).expect("a line");
        let url = first.trim().strip_prefix("listening on ").unwrap_or_else(|| {
            let log = log.lock().expect("the log").join("\n");
            panic!("serve said {first:?}; log:\n{log}")
        });
        Server { url: url.to_owned(), child, log }
    }

    pub fn wait_ready(&self) {
        let client = self.client("");
        wait_until("the server is ready", || client.get("/readyz").status == 200);
    }

    pub fn client(&self, key: &str) -> Client {
        Client::new(&self.url, key)
    }

    pub fn id(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// The worker that lives now.
    pub fn worker(&self) -> Pid {
        let mut found = None;
        wait_until("there is a worker", || {
            found = self.children().into_iter().find(|child| lives(*child));
            found.is_some()
        });
        found.expect("just found")
    }

    /// Child processes of all its threads.
    pub fn children(&self) -> Vec<Pid> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).expect("the server lives");
        // A thread that ended meanwhile has no children.
        let lists = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("children")).ok());
        let ids = lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        ids.map(|id| Pid::from_raw(id.parse().expect("a number")).expect("a process id")).collect()
    }

    pub fn log(&self) -> String {
        self.log.lock().expect("the log").join("\n")
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.id(), signal).expect("the server lives");
    }

    /// Waits for the server's end.
    pub fn wait(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            assert!(Instant::now() < deadline, "the server does not end:\n{}", self.log());
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn kill(mut self) {
        self.child.kill().expect("a child");
        self.child.wait().expect("a child");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("the server's log:\n{}", self.log());
        }
        // Already waited for, or ended here.
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            self.child.kill().expect("a child");
            self.child.wait().expect("a child");
        }
    }
}

/// An operator's command, as a process; the test is why, unless the command says it.
pub fn operator(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).arg("--data").arg(data).arg("--json");
    // A restore is of no database yet, and nothing that is recorded.
    if arguments[0] != "restore" && !arguments.contains(&"--why") {
        command.args(["--why", "a test"]);
    }
    command.output().expect("a command")
}

/// An operator's command that works; its JSON.
#[track_caller]
pub fn operate(data: &Path, arguments: &[&str]) -> Value {
    let output = operator(data, arguments);
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {} {out} {error}", output.status);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{arguments:?}: {error} in {out}"))
}

/// Makes an account with a key and credits; the key.
#[track_caller]
pub fn account(data: &Path, email: &str, credits: u32) -> String {
    let account = operate(data, &["account", "create", email])["account"].as_str().expect("an id").to_owned();
    if credits > 0 {
        operate(data, &["credits", "grant", &account, &credits.to_string(), "--reason", "a test"]);
    }
    operate(data, &["key", "create", &account])["key"].as_str().expect("a key").to_owned()
}

/// Every credit is accounted for.
#[track_caller]
pub fn audit(data: &Path) -> Value {
    operate(data, &["ledger", "audit"])
}

#[track_caller]
pub fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < deadline, "never: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

pub fn lives(process: Pid) -> bool {
    // A zombie that nobody has waited for is gone all the same.
    test_kill_process(process).is_ok()
        && std::fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero()))
            .is_ok_and(|stat| !stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
}
