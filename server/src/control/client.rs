//! A command's way to the data: through the server that has the directory, or, where none has it, on the file itself.

use std::io::{self, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Answer, Command, Greeting, Reply, perform, reply, socket};
use crate::data_directory::{self, DataDirectory};
use crate::database::Database;

/// How long to look for either a server that answers or a directory that is free, while one is starting or ending.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often to look.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// How long a server may think about a command: an audit reads the whole journal.
const LONGEST_COMMAND: Duration = Duration::from_secs(600);

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It asks for what cannot be done; the message says why.
    #[error("{0}")]
    Refused(String),
    /// Something broke that the operator did not cause.
    #[error("{0}")]
    Failed(String),
    /// The data directory cannot be had, and no server answers in it.
    #[error(transparent)]
    DataDirectory(data_directory::Error),
    /// The control socket is there and fails.
    #[error("the control socket of {path}: {cause}")]
    Socket {
        /// The data directory.
        path: std::path::PathBuf,
        /// What it fails with.
        cause: io::Error,
    },
    /// The server ended between command and answer.
    #[error(
        "the server ended before it answered, and whether the credits were granted is not known: look with `credits \
         show` before granting again (with --reference, repeating a grant is safe)"
    )]
    OutcomeUnknown,
}

/// What came of one attempt over the socket.
enum Attempt {
    Answered(Reply),
    /// Nobody listens: no server, or one that is just starting or ending.
    NotSent,
    /// The connection ended before the answer.
    Lost,
}

/// Does `command` in the data directory `path`, with a server running there or without. To be called on a thread that
/// may block.
///
/// # Errors
/// [`Error::Refused`] for the operator's mistakes; the rest for what else can go wrong.
pub fn execute(path: &Path, command: Command) -> Result<Answer, Error> {
    if matches!(command, Command::CreateAccount { .. }) {
        DataDirectory::create(path).map_err(Error::DataDirectory)?;
    }
    let deadline = Instant::now() + PATIENCE;
    loop {
        match over_socket(path, &command).map_err(|cause| Error::Socket { path: path.to_owned(), cause })? {
            Attempt::Answered(reply) => return outcome(reply),
            Attempt::Lost if !command.repeatable() => return Err(Error::OutcomeUnknown),
            Attempt::Lost | Attempt::NotSent => {}
        }
        match DataDirectory::lock(path) {
            Ok(directory) => return outcome(on_file(&directory, command)?),
            Err(data_directory::Error::InUse { .. }) if Instant::now() < deadline => std::thread::sleep(LOOK_AGAIN),
            Err(error @ data_directory::Error::Missing(_)) => return Err(Error::Refused(error.to_string())),
            Err(error) => return Err(Error::DataDirectory(error)),
        }
    }
}

fn outcome(reply: Reply) -> Result<Answer, Error> {
    match reply {
        Reply::Done(answer) => Ok(answer),
        Reply::Refused(why) => Err(Error::Refused(why)),
        Reply::Failed(why) => Err(Error::Failed(why)),
    }
}

/// With the directory to ourselves: the same work that a server would do.
fn on_file(directory: &DataDirectory, command: Command) -> Result<Reply, Error> {
    let failed = |what: String| Error::Failed(format!("{}: {what}", directory.path().display()));
    let database = Database::open(&directory.database()).map_err(|error| failed(error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| failed(error.to_string()))?;
    Ok(reply(runtime.block_on(perform(&database, command))))
}

fn over_socket(path: &Path, command: &Command) -> io::Result<Attempt> {
    let stream = match socket::with_short_path(path, |short| UnixStream::connect(short)) {
        Ok(stream) => stream,
        // Not there; or there, from a server that was killed, and nobody listens.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            return Ok(Attempt::NotSent);
        }
        Err(error) => return Err(error),
    };
    stream.set_read_timeout(Some(LONGEST_COMMAND))?;
    let mut reader = BufReader::new(&stream);
    if read_line::<Greeting>(&mut reader)?.is_none() {
        return Ok(Attempt::NotSent);
    }
    let mut line = serde_json::to_vec(command)?;
    line.push(b'\n');
    match (&stream).write_all(&line) {
        Err(error) if hung_up(&error) => return Ok(Attempt::Lost),
        written => written?,
    }
    Ok(read_line::<Reply>(&mut reader)?.map_or(Attempt::Lost, Attempt::Answered))
}

/// One JSON line; none when the server hung up before its end.
fn read_line<T: serde::de::DeserializeOwned>(reader: &mut impl io::BufRead) -> io::Result<Option<T>> {
    let mut line = String::new();
    match reader.read_line(&mut line) {
        Err(error) if hung_up(&error) => return Ok(None),
        Err(error) => return Err(error),
        Ok(_) if !line.ends_with('\n') => return Ok(None),
        Ok(_) => {}
    }
    Ok(Some(serde_json::from_str(&line)?))
}

fn hung_up(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe)
}
