//! Where the control socket is, whatever the length of the path to it.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tokio::net::UnixListener;

use crate::data_directory::DataDirectory;

const NAME: &str = "control.sock";

/// `sun_path` of a socket address has 108 bytes, the closing zero among them.
const LONGEST: usize = 107;

/// Opens the control socket of a data directory that this process has. What a server that was killed left there goes:
/// the lock says that nobody listens on it.
///
/// # Errors
/// When the socket cannot be made. To be called within a tokio runtime.
pub fn bind(directory: &DataDirectory) -> io::Result<UnixListener> {
    let path = directory.path().join(NAME);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = with_short_path(directory.path(), |short| UnixListener::bind(short))?;
    fs::set_permissions(&path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Calls `action` with a path of the socket that fits into an address: its own, or one through the open directory.
pub(super) fn with_short_path<T>(directory: &Path, action: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let path = directory.join(NAME);
    if path.as_os_str().len() <= LONGEST {
        return action(&path);
    }
    let open = File::open(directory)?;
    action(&PathBuf::from(format!("/proc/self/fd/{}/{NAME}", open.as_raw_fd())))
}
