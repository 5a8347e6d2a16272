//! An SMTP server that is none of ours: aiosmtpd, in its own process.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::{python, server::wait_until};

/// The program, where aiosmtpd is installed.
pub struct Aiosmtpd {
    interpreter: PathBuf,
}

/// A server that runs until it is dropped.
pub struct SmtpServer {
    child: Child,
    pub port: u16,
    directory: PathBuf,
}

impl Aiosmtpd {
    /// `None`, said on stderr, where there is none.
    ///
    /// # Panics
    /// In CI, where it has to be there.
    pub fn find() -> Option<Aiosmtpd> {
        let interpreter = python::with_module("aiosmtpd", "Debian: python3-aiosmtpd")?;
        Some(Aiosmtpd { interpreter })
    }

    /// Starts a server that keeps its mails in `directory`; port 0 takes a free one.
    pub fn start(&self, directory: &Path, port: u16, certificate: Option<&Certificate>) -> SmtpServer {
        let mut command = Command::new(&self.interpreter);
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serve/smtp/server.py"));
        command.arg(directory).arg(port.to_string());
        command.args(certificate.into_iter().flat_map(|certificate| [&certificate.chain, &certificate.key]));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let port = line.trim().parse().unwrap_or_else(|error| panic!("the SMTP server said {line:?}: {error}"));
        SmtpServer { child, port, directory: directory.to_owned() }
    }
}

impl SmtpServer {
    /// Waits until it has taken a mail for `recipient`; the mail.
    #[track_caller]
    pub fn wait_for(&self, recipient: &str) -> Value {
        let mut found = None;
        wait_until(&format!("a mail for {recipient}"), || {
            found = self.mails().into_iter().find(|mail| mail["envelope_to"][0] == recipient);
            found.is_some()
        });
        found.expect("just found")
    }

    /// All that it has taken.
    pub fn mails(&self) -> Vec<Value> {
        let files =
            std::fs::read_dir(&self.directory).expect("the directory").map(|entry| entry.expect("an entry").path());
        let whole = files.filter(|file| file.extension().is_some_and(|extension| extension == "json"));
        whole.map(|file| serde_json::from_slice(&std::fs::read(file).expect("a mail")).expect("JSON")).collect()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.child.kill().expect("a child");
        self.child.wait().expect("a child");
    }
}

/// A certificate for localhost, and the authority that it comes from.
pub struct Certificate {
    pub authority: PathBuf,
    chain: PathBuf,
    key: PathBuf,
}

impl Certificate {
    /// Makes one in `directory` with OpenSSL, valid for a day.
    pub fn make(directory: &Path) -> Certificate {
        let path = |name: &str| directory.join(name);
        let openssl = |arguments: &[&str], names: &[(&str, &Path)]| {
            let mut command = Command::new("openssl");
            command.args([
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "1",
            ]);
            command.args(arguments);
            names.iter().for_each(|(name, path)| {
                command.arg(name).arg(path);
            });
            let output = command.output().expect("openssl runs (Debian: openssl)");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        };
        let (authority, authority_key) = (path("ca.pem"), path("ca.key"));
        let (chain, key) = (path("server.pem"), path("server.key"));
        openssl(&["-subj", "/CN=an authority of tests"], &[("-out", &authority), ("-keyout", &authority_key)]);
        let server = [
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ];
        let signed = [("-CA", &*authority), ("-CAkey", &*authority_key), ("-out", &*chain), ("-keyout", &*key)];
        openssl(&server, &signed);
        Certificate { authority, chain, key }
    }
}
