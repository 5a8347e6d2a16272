use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Impossible, Secret, SmtpServer, beside, check_address, impossible};

/// How mail goes out: through an SMTP server, or into a directory for development. With neither, it waits in the database.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSection {
    /// The sender; the service's contact unless given.
    pub from: Option<String>,
    /// `smtps://USER:PASSWORD@HOST`, `smtp://USER:PASSWORD@HOST?tls=required`, `smtp://HOST:25`; may name a file, since it can
    /// hold a password. What stands after HOST/ is the name in the greeting.
    pub smtp: Option<Secret>,
    /// A file of certificates (PEM) that the server's own may come from, for one with a private authority.
    pub ca: Option<PathBuf>,
    /// Each mail becomes a file here.
    pub directory: Option<PathBuf>,
    #[serde(skip)]
    server: Option<SmtpServer>,
}

/// Where mail goes.
#[derive(Debug, Clone, Copy)]
pub enum Delivery<'a> {
    /// To this SMTP server.
    Smtp(&'a SmtpServer),
    /// Into files in this directory.
    Directory(&'a Path),
}

impl MailSection {
    /// Where mail goes; none when it has to wait.
    #[must_use]
    pub fn delivery(&self) -> Option<Delivery<'_>> {
        match (&self.server, &self.directory) {
            (Some(server), _) => Some(Delivery::Smtp(server)),
            (None, Some(directory)) => Some(Delivery::Directory(directory)),
            (None, None) => None,
        }
    }

    pub(super) fn resolve(&mut self, directory: &Path) -> Result<(), Impossible> {
        if self.smtp.is_some() && self.directory.is_some() {
            return Err(impossible("mail", "smtp and directory exclude each other"));
        }
        self.from.iter().try_for_each(|from| check_address("mail.from", from))?;
        self.directory.iter_mut().chain(&mut self.ca).for_each(|path| beside(directory, path));
        let Some(url) = &mut self.smtp else {
            return match self.ca {
                Some(_) => Err(impossible("mail.ca", "it is for mail.smtp, which is not set")),
                None => Ok(()),
            };
        };
        url.resolve("mail.smtp", directory)?;
        let read = |path: &PathBuf| {
            std::fs::read(path).map_err(|error| impossible("mail.ca", format!("{}: {error}", path.display())))
        };
        self.server = Some(SmtpServer::parse(url, self.ca.as_ref().map(read).transpose()?)?);
        Ok(())
    }
}
