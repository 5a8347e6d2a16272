//! What the environment says of the hub.

use std::{
    env,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{Error, url};

/// Of the hub itself.
const ENDPOINT: &str = "https://huggingface.co";

/// A server that sends nothing for so long is given up.
const STALL_TIMEOUT: Duration = Duration::from_secs(30);

/// Where the hub is and where its files go. The variables are those of the hub's own tools.
#[derive(Clone)]
pub struct Environment {
    /// `HF_ENDPOINT`, without a slash at its end: scheme, host, and perhaps a path.
    pub(super) endpoint: String,
    /// `HF_TOKEN`.
    pub(super) token: Option<String>,
    /// `HF_HOME`.
    pub(super) home: PathBuf,
    /// `HF_HUB_CACHE`: what the hub's own tools have downloaded.
    pub(super) hub_cache: PathBuf,
    /// `U2NET_HOME`: what rembg has downloaded.
    pub(super) rembg_home: PathBuf,
    /// `HF_HUB_DOWNLOAD_TIMEOUT`, seconds.
    pub(super) stall_timeout: Duration,
}

impl Environment {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// [`Error::Environment`] for a variable that cannot be used, or when neither it nor `HOME` says where files go.
    pub fn from_process() -> Result<Environment, Error> {
        let home = home_directory();
        let under_home = |variable, path: &str| {
            let reason =
                "is not set, and neither is HOME, so there is no place for models: set it to a directory".to_owned();
            home.as_deref().map(|home| home.join(path)).ok_or(Error::Environment { variable, reason })
        };
        let hf_home = match (path("HF_HOME"), path("XDG_CACHE_HOME")) {
            (Some(home), _) => home,
            (None, Some(caches)) => caches.join("huggingface"),
            (None, None) => under_home("HF_HOME", ".cache/huggingface")?,
        };
        let rembg_home = match (path("U2NET_HOME"), path("XDG_DATA_HOME")) {
            (Some(home), _) => home,
            (None, Some(data)) => data.join(".u2net"),
            (None, None) => under_home("U2NET_HOME", ".u2net")?,
        };
        Ok(Environment {
            endpoint: endpoint()?,
            token: token()?,
            hub_cache: path("HF_HUB_CACHE").unwrap_or_else(|| hf_home.join("hub")),
            home: hf_home,
            rembg_home,
            stall_timeout: stall_timeout()?,
        })
    }

    /// Where our own models are.
    pub(super) fn models(&self) -> PathBuf {
        self.home.join("oneclick3d")
    }
}

fn text(variable: &'static str) -> Result<Option<String>, Error> {
    let Some(value) = env::var_os(variable) else { return Ok(None) };
    let value = value
        .into_string()
        .map_err(|_| Error::Environment { variable, reason: "is not UTF-8: mend or unset it".to_owned() })?;
    let value = value.trim();
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

/// A directory, `~` at its start understood as the hub's tools do.
fn path(variable: &str) -> Option<PathBuf> {
    let value = env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)?;
    match (value.strip_prefix("~"), home_directory()) {
        (Ok(rest), Some(home)) => Some(home.join(rest)),
        _ => Some(value),
    }
}

fn home_directory() -> Option<PathBuf> {
    env::home_dir().filter(|home| home != Path::new(""))
}

fn endpoint() -> Result<String, Error> {
    let Some(endpoint) = text("HF_ENDPOINT")? else { return Ok(ENDPOINT.to_owned()) };
    let endpoint = endpoint.trim_end_matches('/').to_owned();
    match url::origin(&endpoint) {
        Some(_) => Ok(endpoint),
        None => Err(Error::Environment {
            variable: "HF_ENDPOINT",
            reason: format!("is '{endpoint}', which is no URL: set it to one like {ENDPOINT}, or unset it"),
        }),
    }
}

fn token() -> Result<Option<String>, Error> {
    let token = text("HF_TOKEN")?;
    // What cannot be sent in a header is not shown either.
    match token.as_deref().is_none_or(|token| token.bytes().all(|byte| byte.is_ascii_graphic())) {
        true => Ok(token),
        false => Err(Error::Environment {
            variable: "HF_TOKEN",
            reason: "holds a space or another character that no token has: mend or unset it".to_owned(),
        }),
    }
}

fn stall_timeout() -> Result<Duration, Error> {
    let variable = "HF_HUB_DOWNLOAD_TIMEOUT";
    let Some(seconds) = text(variable)? else { return Ok(STALL_TIMEOUT) };
    match seconds.parse() {
        Ok(seconds @ 1..=86_400) => Ok(Duration::from_secs(seconds)),
        _ => Err(Error::Environment {
            variable,
            reason: format!("is '{seconds}': set it to whole seconds from 1 to 86400, or unset it"),
        }),
    }
}
