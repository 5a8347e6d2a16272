//! A command's way to the data: through the server that has the directory, or, where none has it, on the file itself.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Answer, Asker, Command, Context, Reply, Request, answer, socket};
use crate::configuration::{self, Configuration};
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
    /// The configuration cannot be used.
    #[error(transparent)]
    Configuration(configuration::Error),
    /// The control socket is there and fails.
    #[error("the control socket of {path}: {cause}")]
    Socket {
        /// The data directory.
        path: std::path::PathBuf,
        /// What it fails with.
        cause: io::Error,
    },
}

/// Does what `request` asks for in the data directory `path`, with a server running there (which has its own configuration) or
/// without (then `config` counts, as for [`Configuration::load`]). To be called on a thread that may block.
///
/// # Errors
/// [`Error::Refused`] for the operator's mistakes; the rest for what else can go wrong.
pub fn execute(path: &Path, config: Option<&Path>, request: Request) -> Result<Answer, Error> {
    execute_within(PATIENCE, path, config, request)
}

fn execute_within(patience: Duration, path: &Path, config: Option<&Path>, request: Request) -> Result<Answer, Error> {
    if matches!(request.command, Command::CreateAccount { .. }) {
        DataDirectory::create(path).map_err(Error::DataDirectory)?;
    }
    let deadline = Instant::now() + patience;
    loop {
        let answer = over_socket(path, &request);
        if let Some(reply) = answer.map_err(|cause| Error::Socket { path: path.to_owned(), cause })? {
            return outcome(reply);
        }
        match DataDirectory::lock(path) {
            Ok(directory) => {
                // Opening makes a database where there is none, and a copy of that would look like a backup.
                if matches!(request.command, Command::Backup { .. }) && !directory.database().exists() {
                    return Err(Error::Refused(format!("there is no database in {}", path.display())));
                }
                return outcome(on_file(&directory, config, request)?);
            }
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
fn on_file(directory: &DataDirectory, config: Option<&Path>, request: Request) -> Result<Reply, Error> {
    let failed = |what: String| Error::Failed(format!("{}: {what}", directory.path().display()));
    let configuration = Arc::new(Configuration::load(config, directory.path()).map_err(Error::Configuration)?);
    let database = Database::open(&directory.database()).map_err(|error| failed(error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| failed(error.to_string()))?;
    let context = Context { database, configuration, jobs: None };
    let asker = Asker::Console(rustix::process::geteuid().as_raw());
    Ok(runtime.block_on(answer(&context, asker, request)))
}

/// The server's reply; none when nobody listens, or when the server ended before it replied.
fn over_socket(path: &Path, request: &Request) -> io::Result<Option<Reply>> {
    let stream = match socket::with_short_path(path, |short| UnixStream::connect(short)) {
        Ok(stream) => stream,
        // Not there; or there, from a server that was killed, and nobody listens.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    stream.set_read_timeout(Some(LONGEST_COMMAND))?;
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    let mut reply = String::new();
    match (&stream).write_all(&line).and_then(|()| BufReader::new(&stream).read_line(&mut reply)) {
        Err(error) if hung_up(&error) => Ok(None),
        Err(error) => Err(error),
        Ok(_) if !reply.ends_with('\n') => Ok(None),
        Ok(_) => Ok(Some(serde_json::from_str(&reply)?)),
    }
}

fn hung_up(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;
    use std::thread;

    use super::*;
    use crate::ledger::{AccountId, Adjustment, Balance, Credits, LotId};

    fn asked(command: &Command) -> Request {
        Request { command: command.clone(), by: None, why: None }
    }

    const MOMENT: Duration = Duration::from_millis(300);

    #[test]
    fn a_command_whose_answer_is_lost_is_done_once() {
        let directory = tempfile::tempdir().expect("temporary directory");
        let path = directory.path();
        let account = AccountId::random().expect("random");
        let create = Command::CreateAccount { id: account.clone(), email: "alice@example.com".to_owned() };
        let adjustment = Adjustment { reason: "test".to_owned(), reference: None };
        let id = LotId::random().expect("random");
        let grant = Command::Grant { id, account: account.clone(), credits: Credits(60), adjustment };
        for command in [create, grant] {
            // A server that does the command and dies before it answers.
            execute_within(MOMENT, path, None, asked(&command)).expect("done");
            let listener = socket::with_short_path(path, |short| UnixListener::bind(short)).expect("bind");
            let server = thread::spawn(move || {
                let (stream, _) = listener.accept().expect("accept");
                BufReader::new(&stream).read_line(&mut String::new()).expect("read");
            });
            execute_within(MOMENT, path, None, asked(&command)).expect("done before");
            server.join().expect("server");
            std::fs::remove_file(path.join("control.sock")).expect("stale socket");
        }
        let balance = execute_within(MOMENT, path, None, asked(&Command::ShowCredits { account, at: None }));
        assert!(matches!(&balance, Ok(Answer::Balance(Balance { available: Credits(60), .. }))), "{balance:?}");
    }

    #[test]
    fn a_directory_that_stays_locked_and_silent_is_an_error_that_says_so() {
        let directory = tempfile::tempdir().expect("temporary directory");
        let lock = DataDirectory::lock(directory.path()).expect("free");
        let refused =
            execute_within(MOMENT, directory.path(), None, asked(&Command::ListAccounts)).expect_err("in use");
        assert!(refused.to_string().contains("is in use by another server or command (process "), "{refused}");
        drop(lock);
        execute_within(MOMENT, directory.path(), None, asked(&Command::ListAccounts)).expect("free again");
    }
}
