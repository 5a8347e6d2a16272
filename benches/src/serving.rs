//! The real `serve`, in a process of its own, for measurements over HTTP.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use serde_json::Value;

/// A server with one account; it ends with this value, whichever way.
pub struct Serving {
    child: Child,
    /// `http://ADDR:PORT`.
    pub url: String,
    /// The account's API key.
    pub key: String,
}

impl Serving {
    /// Makes an account with credits in `data` and starts `binary` there, ready for work, with these `arguments` and
    /// variables in its environment.
    ///
    /// # Errors
    /// When the binary cannot be run, refuses, or does not become ready.
    pub fn start(
        binary: &Path,
        data: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> anyhow::Result<Serving> {
        let account = operator(binary, data, &["account", "create", "measure@example.com"], "account")?;
        let key = operator(binary, data, &["key", "create", &account], "key")?;
        operator(binary, data, &["credits", "grant", &account, "100000000", "--reason", "measurement"], "lot")?;
        let mut child = Command::new(binary)
            .arg("serve")
            .arg("--data")
            .arg(data)
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            // What is measured is the server, not what it refuses.
            .envs([("ONECLICK3D__RATE__KEY_PER_SECOND", "0"), ("ONECLICK3D__RATE__ADDRESS_PER_SECOND", "0")])
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot run {}: cargo build --release", binary.display()))?;
        let output = child.stdout.take().context("its output is piped")?;
        let mut serving = Serving { child, url: String::new(), key };
        let mut first = String::new();
        BufReader::new(output).read_line(&mut first)?;
        let url = first.trim().strip_prefix("listening on ").with_context(|| format!("serve said {first:?}"))?;
        url.clone_into(&mut serving.url);
        let deadline = Instant::now() + Duration::from_secs(30);
        while ureq::get(format!("{url}/readyz")).call().is_err() {
            ensure!(Instant::now() < deadline, "the server does not become ready");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(serving)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("the server does not end: {error}");
        }
    }
}

/// An operator's command, and `answer` of what it answers.
fn operator(binary: &Path, data: &Path, words: &[&str], answer: &str) -> anyhow::Result<String> {
    let out = Command::new(binary).args(words).arg("--data").arg(data).arg("--json").output()?;
    ensure!(out.status.success(), "{words:?}: {}", String::from_utf8_lossy(&out.stderr));
    let value: Value = serde_json::from_slice(&out.stdout)?;
    value[answer].as_str().map(str::to_owned).with_context(|| format!("{words:?} answered {value}"))
}
