use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Impossible, Secret, beside, impossible};

/// How mail goes out: through an SMTP server, or into a directory for development. With neither, it waits in the database.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSection {
    /// The sender; the service's contact unless given.
    pub from: Option<String>,
    /// `smtps://USER:PASSWORD@HOST`, `smtp://HOST:25` and so on; may name a file, since it can hold a password.
    pub smtp: Option<Secret>,
    /// Each mail becomes a file here.
    pub directory: Option<PathBuf>,
}

/// Where mail goes.
#[derive(Debug, Clone, Copy)]
pub enum Delivery<'a> {
    /// To this SMTP server.
    Smtp(&'a Secret),
    /// Into files in this directory.
    Directory(&'a Path),
}

impl MailSection {
    /// Where mail goes; none when it has to wait.
    #[must_use]
    pub fn delivery(&self) -> Option<Delivery<'_>> {
        match (&self.smtp, &self.directory) {
            (Some(url), _) => Some(Delivery::Smtp(url)),
            (None, Some(directory)) => Some(Delivery::Directory(directory)),
            (None, None) => None,
        }
    }

    pub(super) fn resolve(&mut self, directory: &Path) -> Result<(), Impossible> {
        if self.smtp.is_some() && self.directory.is_some() {
            return Err(impossible("mail", "smtp and directory exclude each other"));
        }
        if let Some(path) = &mut self.directory {
            beside(directory, path);
        }
        self.smtp.iter_mut().try_for_each(|url| url.resolve("mail.smtp", directory))
    }
}
