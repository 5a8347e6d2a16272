use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

use super::{Impossible, Secret, impossible};

/// An SMTP server, as the URL in `mail.smtp` names it.
#[derive(Clone)]
pub struct SmtpServer {
    /// The whole URL, with the password.
    pub url: Secret,
    /// Whose certificate the server must have.
    pub host: String,
    /// How the connection is kept from others' eyes.
    pub encryption: Encryption,
    /// Authorities that its certificate may come from, beside those that everybody trusts: PEM.
    pub authorities: Option<Vec<u8>>,
    /// Whether the URL says by which name to greet the server.
    pub names_greeting: bool,
}

/// How a connection to an SMTP server is kept from others' eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// It is not: for a relay on the same machine or network.
    None,
    /// By STARTTLS (RFC 3207), and no mail without.
    StartTls,
    /// From the first byte (RFC 8314).
    Tls,
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpServer").field("host", &self.host).field("encryption", &self.encryption).finish()
    }
}

impl SmtpServer {
    /// Reads `url`, whose secret was fetched before. No message repeats what it says: it has a password.
    pub(super) fn parse(secret: &Secret, authorities: Option<Vec<u8>>) -> Result<SmtpServer, Impossible> {
        let wrong = |why: &str| impossible("mail.smtp", why);
        let url = Url::parse(secret.reveal()).map_err(|error| {
            wrong(&format!("{error}; write smtps://USER:PASSWORD@HOST, with what URLs do not allow in percent signs"))
        })?;
        let host = url.host().ok_or_else(|| wrong("it names no host; write smtps://USER:PASSWORD@HOST"))?;
        let mut encryption = match url.scheme() {
            "smtps" => Encryption::Tls,
            "smtp" => Encryption::None,
            _ => return Err(wrong("it must start with smtps:// or smtp://")),
        };
        for (name, value) in url.query_pairs() {
            match (&*name, &*value, encryption) {
                ("tls", "required", Encryption::None) => encryption = Encryption::StartTls,
                _ => {
                    return Err(wrong(
                        "after the question mark stands nothing but tls=required, and that with smtp://",
                    ));
                }
            }
        }
        if url.username().is_empty() != url.password().is_none() {
            return Err(wrong("a user and a password go together: USER:PASSWORD@"));
        }
        if url.password().is_some() && encryption == Encryption::None && !is_this_machine(&host) {
            return Err(wrong(
                "the password would cross the network unencrypted; use smtps:// or end with ?tls=required",
            ));
        }
        if authorities.is_some() && encryption == Encryption::None {
            return Err(impossible(
                "mail.ca",
                "there is no certificate to check; use smtps:// or end with ?tls=required",
            ));
        }
        Ok(SmtpServer {
            url: secret.clone(),
            host: host.to_string(),
            encryption,
            authorities,
            names_greeting: url.path().len() > 1,
        })
    }
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        // Schemes that are not of the web keep addresses as names.
        Host::Domain(name) => *name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}
