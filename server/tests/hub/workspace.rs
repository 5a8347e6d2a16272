//! A cache of its own for each test, and the program run in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
};

use sha2::{Digest, Sha256};

use crate::{
    checkpoint,
    hub::{Hub, Reply, Request},
};

/// A directory that holds all that the program keeps.
pub struct Workspace {
    directory: tempfile::TempDir,
}

impl Workspace {
    pub fn new() -> Workspace {
        Workspace { directory: tempfile::tempdir().expect("temporary directory") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Where a pulled `triposr` goes.
    pub fn model(&self) -> PathBuf {
        self.path("hf/oneclick3d/triposr")
    }

    /// The files in the model's directory, sorted.
    pub fn files(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.model()) else { return Vec::new() };
        let name =
            |entry: std::io::Result<fs::DirEntry>| entry.expect("entry").file_name().into_string().expect("UTF-8");
        let mut names: Vec<_> = entries.map(name).collect();
        names.sort();
        names
    }

    /// The program with this workspace's directories, and nothing of the machine's own.
    pub fn command(&self, endpoint: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oneclick3d"));
        for variable in ["HF_TOKEN", "HF_HUB_CACHE", "HF_HUB_DOWNLOAD_TIMEOUT", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
            command.env_remove(variable);
        }
        for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(proxy);
        }
        command
            .args(arguments)
            .env("HOME", self.path("home"))
            .env("HF_HOME", self.path("hf"))
            .env("U2NET_HOME", self.path("u2net"))
            .env("HF_ENDPOINT", endpoint)
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, endpoint: &str, arguments: &[&str]) -> Output {
        self.command(endpoint, arguments).output().expect("the program runs")
    }

    /// Pulls the small model from this endpoint.
    pub fn pull(&self, endpoint: &str) -> Output {
        self.run(endpoint, PULL)
    }

    /// The model is there, whole, and the same as the fixture; nothing else is.
    pub fn assert_complete(&self) {
        assert_eq!(self.files(), ["config.yaml", "model.safetensors", "source.json"]);
        let fixture = |name| checkpoint::fixture(name);
        let read = |path: &Path| fs::read(path).expect("a file");
        assert_eq!(read(&self.model().join("config.yaml")), read(&fixture("config.yaml")));
        let [pulled, expected] = [self.model().join("model.safetensors"), fixture("model.safetensors")]
            .map(|path| checkpoint::tensors(&path));
        assert_eq!(pulled.len(), 97);
        assert!(pulled == expected, "the tensors differ");
    }
}

/// The registry's own pins would refuse the small model, so it comes from a repository of its own.
pub const PULL: &[&str] = &["models", "pull", "triposr", "--repo", "tests/triposr-tiny"];

/// The paths of the small model's files.
pub const CONFIG: &str = "/tests/triposr-tiny/resolve/main/config.yaml";
pub const CHECKPOINT: &str = "/tests/triposr-tiny/resolve/main/model.ckpt";

pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

pub fn succeeded(output: &Output) {
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

/// The run ended with this code and a message that holds each of `words`.
pub fn failed(output: &Output, code: i32, words: &[&str]) {
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{message}");
    assert!(message.contains("error: ") && !message.contains("panicked"), "{message}");
    for word in words {
        assert!(message.contains(word), "no '{word}' in: {message}");
    }
}

/// What the hub tells of a file in large-file storage.
pub fn linked(reply: Reply, file: &[u8]) -> Reply {
    let digest: String = Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect();
    reply.with("X-Linked-Size", file.len().to_string()).with("X-Linked-Etag", format!("\"{digest}\""))
}

/// A hub with the small model, which answers requests for the checkpoint as `answer` says; it is told how many GETs of the
/// checkpoint came before.
pub fn hub(answer: impl Fn(usize, &Request, &[u8]) -> Reply + Send + Sync + 'static) -> Hub {
    hub_with(checkpoint::checkpoint(), answer)
}

/// The same with another checkpoint.
pub fn hub_with(checkpoint: Vec<u8>, answer: impl Fn(usize, &Request, &[u8]) -> Reply + Send + Sync + 'static) -> Hub {
    let config = fs::read(checkpoint::fixture("config.yaml")).expect("fixture");
    let (checkpoint, gets) = (Arc::new(checkpoint), std::sync::atomic::AtomicUsize::new(0));
    Hub::start(move |_, request| match request.path.as_str() {
        CONFIG => Reply::file(request, &config),
        CHECKPOINT if request.method == "HEAD" => linked(Reply::file(request, &checkpoint), &checkpoint),
        CHECKPOINT => {
            let before = gets.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            linked(answer(before, request, &checkpoint), &checkpoint)
        }
        _ => Reply::status(404),
    })
}
