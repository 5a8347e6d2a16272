//! A copy of the sources in which lines are changed and tests are run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::list::{Mutant, Test};

/// What a build needs.
const PARTS: [&str; 8] =
    ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "kernels", "models", "engine", "server", "benches"];

/// How long a test of the list may take; a mutant that waits for ever is found out as well.
const PATIENCE: Duration = Duration::from_secs(300);

/// The copy, and its own build directory: the first build takes as long as any first build.
pub struct Workshop {
    sources: PathBuf,
    target: PathBuf,
}

/// How a test ended.
#[derive(Debug)]
pub enum Ended {
    Passed,
    Failed,
    Hung,
    /// With what the compiler said.
    NotBuilt(String),
}

pub fn repository() -> PathBuf {
    let server = Path::new(env!("CARGO_MANIFEST_DIR"));
    server.parent().expect("the workspace").to_owned()
}

impl Workshop {
    pub fn open() -> Workshop {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants");
        let workshop = Workshop { sources: place.join("sources"), target: place.join("target") };
        fs::create_dir_all(&workshop.sources).expect("a directory");
        for part in PARTS {
            copy(&repository().join(part), &workshop.sources.join(part));
        }
        workshop
    }

    /// Does something while the line is changed.
    pub fn with<T>(&self, mutant: &Mutant, work: impl FnOnce() -> T) -> T {
        let file = self.sources.join(mutant.file);
        let source = fs::read_to_string(&file).expect("a source");
        assert_eq!(source.matches(mutant.line).count(), 1, "{}: the line must stand once", mutant.name);
        fs::write(&file, source.replace(mutant.line, mutant.mutated)).expect("a mutated source");
        let result = work();
        fs::write(&file, source).expect("the source as it was");
        result
    }

    /// Builds and runs one test.
    pub fn run(&self, test: Test) -> Ended {
        let built = self.cargo(test).arg("--no-run").output().expect("cargo");
        if !built.status.success() {
            return Ended::NotBuilt(String::from_utf8_lossy(&built.stderr).into_owned());
        }
        let mut command = self.cargo(test);
        command.args(["--", "--exact", test.name]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("cargo");
        let deadline = Instant::now() + PATIENCE;
        while child.try_wait().expect("a child").is_none() {
            if Instant::now() > deadline {
                child.kill().expect("a child");
                child.wait().expect("a child");
                return Ended::Hung;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let output = child.wait_with_output().expect("a child");
        let said = String::from_utf8_lossy(&output.stdout);
        match (output.status.success(), said.contains("1 passed"), said.contains("1 failed")) {
            (true, true, _) => Ended::Passed,
            (false, _, true) => Ended::Failed,
            _ => panic!("{} {} is not one test, or ended the process: {said}", test.target, test.name),
        }
    }

    /// The server's own code unoptimised and incremental: what is mutated is built again and again.
    fn cargo(&self, test: Test) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.sources).env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "1");
        command.args(["test", "--release", "--locked", "--quiet", "-p", "server"]);
        command.args(["--config", "profile.release.package.server.opt-level=0"]);
        match test.target {
            "lib" => command.arg("--lib"),
            target => command.args(["--test", target]),
        };
        command
    }
}

impl Test {
    /// Where its source is: the file of its module.
    pub fn file(self) -> PathBuf {
        let server = Path::new(env!("CARGO_MANIFEST_DIR"));
        let modules = self.name.rsplit_once("::").map_or("", |(modules, _)| modules).replace("::", "/");
        match (self.target, modules.as_str()) {
            ("lib", modules) => {
                let inline = server.join("src").join(modules.trim_end_matches("/tests")).with_extension("rs");
                let own = server.join("src").join(modules).with_extension("rs");
                if own.exists() { own } else { inline }
            }
            (target, "") => server.join("tests").join(target).with_extension("rs"),
            (target, modules) => server.join("tests").join(target).join(modules).with_extension("rs"),
        }
    }
}

/// Copies what differs, so that what did not change is not built again; what is there no longer goes.
fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a directory");
        let names = |place: &Path| -> Vec<_> {
            fs::read_dir(place).expect("a directory").map(|entry| entry.expect("an entry").file_name()).collect()
        };
        let kept = names(from);
        for gone in names(to).iter().filter(|name| !kept.contains(name)) {
            let gone = to.join(gone);
            if gone.is_dir() { fs::remove_dir_all(gone) } else { fs::remove_file(gone) }.expect("removed");
        }
        kept.iter().for_each(|name| copy(&from.join(name), &to.join(name)));
    } else {
        let bytes = fs::read(from).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
        if fs::read(to).ok().as_deref() != Some(&bytes[..]) {
            fs::write(to, bytes).expect("a copy");
        }
    }
}
