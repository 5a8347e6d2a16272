//! What a command reads, and the bar that it shows meanwhile.

use std::{
    fs::File,
    io::{self, IsTerminal, Read},
    path::Path,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Exit, Failure};

/// An input file of more bytes is refused unread.
const MAX_INPUT_BYTES: u64 = 512 << 20;

/// Whether `path` means stdin or stdout.
pub fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The bytes of a file, or of stdin; `kind` is what it should be, with its article.
///
/// # Errors
/// A bad-input failure that names the path.
pub fn read_input(path: &Path, kind: &str) -> Result<Vec<u8>, Failure> {
    let unreadable = |error| Failure::file("read", path, error);
    let mut bytes = Vec::new();
    let mut source: Box<dyn Read> =
        if is_dash(path) { Box::new(io::stdin().lock()) } else { Box::new(File::open(path).map_err(unreadable)?) };
    source.by_ref().take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        let message = format!("{} is larger than {} MiB: it is not {kind}", path.display(), MAX_INPUT_BYTES >> 20);
        return Err(Failure::new(Exit::BadInput, message));
    }
    Ok(bytes)
}

/// A bar on a terminal, nothing in a pipe.
pub fn progress_bar(input: &Path) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{prefix} {bar:30} {percent:>3}% {msg}").expect("the template is valid");
    let bar = ProgressBar::with_draw_target(Some(1000), ProgressDrawTarget::stderr()).with_style(style);
    bar.with_prefix(input.file_name().unwrap_or(input.as_os_str()).to_string_lossy().into_owned())
}
