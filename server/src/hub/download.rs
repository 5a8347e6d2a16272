//! One file from the hub to the disk, however often the connection breaks.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
    thread,
    time::Duration,
};

use sha2::{Digest, Sha256};
use ureq::http::{HeaderMap, header};

use super::{
    Error, Observer,
    client::{Client, Expected, Fault, RemoteFile},
    digest::{self, CHUNK},
    error::is_full,
};
use crate::hex;

/// A download that breaks off so often without getting on is given up.
const MAX_ATTEMPTS: u32 = 5;

/// Bytes after which a broken connection counts as one that got on.
const PROGRESS: u64 = 64 << 10;

/// The pause after the first failure; doubled after each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Downloads `file` into `part`, going on where `part` ends, and checks what is `expected` of it. Returns its SHA-256.
///
/// After an error `part` holds what came and can be gone on with; it is deleted when it is not the file that it should be.
pub fn download(
    client: &Client,
    file: &RemoteFile,
    expected: &Expected,
    part: &Path,
    observer: &mut dyn Observer,
) -> Result<String, Error> {
    let mut download = Download::open(client, file, expected.clone(), part, observer)?;
    download.run()?;
    download.check()
}

struct Download<'a> {
    client: &'a Client,
    remote: &'a RemoteFile,
    url: String,
    expected: Expected,
    path: &'a Path,
    file: File,
    /// Of the bytes in `file`.
    hasher: Sha256,
    /// Bytes in `file`.
    received: u64,
    /// Whether a later pull goes on from `file`: it is known of which file its bytes are.
    kept: bool,
    /// The server's mark of the version that is being received.
    etag: Option<String>,
    observer: &'a mut dyn Observer,
}

/// Why an attempt ended before the file did.
enum Broken {
    /// Worth another attempt.
    Again(String),
    /// Not.
    Error(Error),
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Broken {
        match fault {
            Fault::Network(cause) => Broken::Again(cause),
            Fault::Error(error) => Broken::Error(error),
        }
    }
}

impl<'a> Download<'a> {
    fn open(
        client: &'a Client,
        remote: &'a RemoteFile,
        expected: Expected,
        path: &'a Path,
        observer: &'a mut dyn Observer,
    ) -> Result<Download<'a>, Error> {
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path).map_err(Error::file("write", path))?;
        let mut hasher = Sha256::new();
        observer.begin(&remote.name, expected.bytes, 0);
        let received = digest::feed(&mut hasher, &mut file, &mut |_| {}).map_err(Error::file("read", path))?;
        let url = client.url(remote);
        let kept = expected.sha256.is_some();
        let mut download =
            Download { client, remote, url, expected, path, file, hasher, received, kept, etag: None, observer };
        if download.expected.bytes.is_some_and(|bytes| received > bytes) {
            download.start_over().map_err(Error::file("write", path))?;
        }
        download.observer.begin(&remote.name, download.expected.bytes, download.received);
        Ok(download)
    }

    fn start_over(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.hasher = Sha256::new();
        self.received = 0;
        self.etag = None;
        Ok(())
    }

    fn run(&mut self) -> Result<(), Error> {
        let mut failures = 0;
        while self.expected.bytes != Some(self.received) || self.received == 0 {
            let before = self.received;
            let cause = match self.attempt() {
                Ok(()) => break,
                Err(Broken::Error(error)) => return Err(error),
                Err(Broken::Again(cause)) => cause,
            };
            failures = if self.received >= before.saturating_add(PROGRESS) { 1 } else { failures + 1 };
            if failures >= MAX_ATTEMPTS {
                if self.received == 0 {
                    return Err(Error::Unreachable { url: self.url.clone(), cause });
                }
                return Err(Error::Interrupted {
                    file: self.remote.name.clone(),
                    attempts: failures,
                    received: self.received,
                    kept: self.kept,
                    cause,
                });
            }
            let pause = FIRST_PAUSE * 2u32.pow(failures - 1);
            self.observer.say(&format!(
                "{}: {cause}; trying again from byte {} in {:.1} s",
                self.remote.name,
                self.received,
                pause.as_secs_f32()
            ));
            thread::sleep(pause);
        }
        Ok(())
    }

    /// Asks once and receives what comes.
    fn attempt(&mut self) -> Result<(), Broken> {
        let answer = self.client.get(&self.url, self.received, self.etag.as_deref())?;
        let status = answer.response.status().as_u16();
        let (parts, body) = answer.response.into_parts();
        if let (None, Some(sha256)) = (&self.expected.sha256, answer.told.sha256) {
            self.expected.sha256 = Some(sha256);
        }
        let total = match status {
            200 => {
                if self.received > 0 {
                    self.observer.say(&format!("{}: the server does not go on, so it starts over", self.remote.name));
                    self.start_over().map_err(|source| Broken::Error(Error::file("write", self.path)(source)))?;
                }
                number(&parts.headers, header::CONTENT_LENGTH)
            }
            206 => match content_range(&parts.headers) {
                Some((from, total)) if from == self.received => total,
                _ => {
                    self.start_over().map_err(|source| Broken::Error(Error::file("write", self.path)(source)))?;
                    return Err(Broken::Again("the server answers with another range than was asked for".to_owned()));
                }
            },
            // There is nothing after what we have: it is of another version.
            416 => {
                self.start_over().map_err(|source| Broken::Error(Error::file("write", self.path)(source)))?;
                return Err(Broken::Again("the server's file is shorter than what is here".to_owned()));
            }
            408 | 429 | 500..=599 => return Err(Broken::Again(format!("HTTP {status}"))),
            // A link that the hub signed for us and that ran out; it signs another.
            401 | 403 if !answer.from_endpoint => {
                return Err(Broken::Again(format!("HTTP {status} from the hub's storage")));
            }
            _ => return Err(Broken::Error(self.client.refusal(self.remote, status))),
        };
        match (self.expected.bytes, total.or(answer.told.bytes)) {
            (Some(expected), Some(found)) if expected != found => {
                return Err(Broken::Error(self.wrong_size(&found.to_string())));
            }
            (None, found) => self.expected.bytes = found,
            _ => {}
        }
        // Only a strong one names exactly these bytes.
        let etag = parts.headers.get(header::ETAG).and_then(|etag| etag.to_str().ok());
        self.etag = etag.filter(|etag| etag.starts_with('"')).map(str::to_owned);
        self.observer.begin(&self.remote.name, self.expected.bytes, self.received);
        self.receive(&mut body.into_with_config().limit(u64::MAX).reader())
    }

    fn receive(&mut self, body: &mut impl Read) -> Result<(), Broken> {
        let mut buffer = vec![0; CHUNK];
        loop {
            let read = match body.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Broken::Again(error.to_string())),
            };
            if self.expected.bytes.is_some_and(|bytes| self.received + read as u64 > bytes) {
                return Err(Broken::Error(self.wrong_size("more")));
            }
            if let Err(source) = self.file.write_all(&buffer[..read]) {
                return Err(Broken::Error(self.not_written(source)));
            }
            self.hasher.update(&buffer[..read]);
            self.received += read as u64;
            self.observer.advance(self.received);
        }
        match self.expected.bytes {
            Some(bytes) if self.received < bytes => Err(Broken::Again("the connection ended early".to_owned())),
            _ => Ok(()),
        }
    }

    /// A write may have succeeded in part; what is on the disk must be what was hashed, or nothing could go on from it.
    fn not_written(&mut self, source: io::Error) -> Error {
        if let Err(source) = self.file.set_len(self.received) {
            return Error::File { verb: "write", path: self.path.to_owned(), source };
        }
        if is_full(&source) {
            let needed = self.expected.bytes.map(|bytes| bytes - self.received);
            return Error::DiskFull {
                path: self.path.to_owned(),
                written: self.received,
                needed,
                kept: self.kept,
                source,
            };
        }
        Error::File { verb: "write", path: self.path.to_owned(), source }
    }

    fn wrong_size(&self, found: &str) -> Error {
        let expected = self.expected.bytes.unwrap_or(self.received);
        Error::WrongSize { url: self.url.clone(), expected, found: found.to_owned() }
    }

    fn check(self) -> Result<String, Error> {
        self.observer.end();
        let found = hex::encode(&self.hasher.finalize());
        match self.expected.sha256 {
            Some(expected) if expected != found => {
                fs::remove_file(self.path).map_err(Error::file("delete", self.path))?;
                Err(Error::WrongChecksum { url: self.url, expected, found })
            }
            _ => {
                self.file.sync_all().map_err(Error::file("write", self.path))?;
                Ok(found)
            }
        }
    }
}

fn number(headers: &HeaderMap, name: header::HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// Where a part begins, and how long the whole is if the server says so: `bytes 5-9/10` or `bytes 5-9/*`.
fn content_range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let (range, total) = headers.get(header::CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
    let from = range.split_once('-')?.0.trim().parse().ok()?;
    match total.trim() {
        "*" => Some((from, None)),
        total => Some((from, Some(total.parse().ok()?))),
    }
}
