//! The server's side of the control socket.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;

use super::{Asker, Context, Reply, Request, answer};

/// Longest command, in bytes.
const MAX_LINE: u64 = 64 * 1024;

/// Pause after an accept that failed (no file descriptors left): it would fail again at once.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers operators until dropped. To be kept running while the server drains: until the data directory is free again,
/// commands can only come this way.
pub async fn serve(listener: UnixListener, context: Context) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, context.clone()));
                }
                Err(error) => {
                    tracing::error!(%error, "control socket: cannot accept");
                    tokio::time::sleep(PAUSE).await;
                }
            },
            Some(ended) = connections.join_next() => match ended {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::info!(%error, "control socket: the client went away"),
                Err(error) => tracing::error!(%error, "control socket: a command failed"),
            },
        }
    }
}

async fn converse(stream: UnixStream, context: Context) -> io::Result<()> {
    let user = stream.peer_cred()?.uid();
    let (reader, mut writer) = stream.into_split();
    // The mode of the socket says the same, but is set a moment after it is there.
    if user != 0 && user != rustix::process::geteuid().as_raw() {
        tracing::warn!(user, "control socket: this user is no operator");
        return Ok(());
    }
    let mut reader = BufReader::new(reader);
    loop {
        let mut request = Vec::new();
        (&mut reader).take(MAX_LINE).read_until(b'\n', &mut request).await?;
        if request.is_empty() {
            return Ok(());
        }
        let reply = match serde_json::from_slice::<Request>(&request) {
            Ok(request) => answer(&context, Asker::Console(user), request).await,
            Err(error) => Reply::Refused(format!(
                "the server ({}) does not understand the command: {error}",
                env!("CARGO_PKG_VERSION")
            )),
        };
        writer.write_all(&line(&reply)?).await?;
        if !request.ends_with(b"\n") {
            return Ok(());
        }
    }
}

fn line(value: &impl serde::Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}
