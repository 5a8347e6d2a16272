//! The way out: an SMTP server (RFC 5321), or files for development.

use std::{
    fs::OpenOptions,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    transport::smtp::{
        self,
        client::{Certificate, Tls, TlsParameters, TlsParametersBuilder},
        extension::ClientId,
    },
};

use super::{outbox::Attempt, record::MailId};
use crate::{
    blocking,
    configuration::{Configuration, Delivery, Encryption, SmtpServer},
};

/// Refusals of who asks, not of the mail (RFC 4954, section 6): the operator mends the password, and the mail goes.
const WRONG_LOGIN: [u16; 4] = [530, 534, 535, 538];

/// How long a connection to an address of an SMTP server may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(15);
/// How long a whole mail may take, so that a server that is silent, or drips its answers, keeps nobody for ever.
const MAIL_LIMIT: Duration = Duration::from_secs(120);

/// Where mails are handed over.
#[derive(Clone)]
pub(super) enum Carrier {
    Smtp { transport: AsyncSmtpTransport<Tokio1Executor>, limit: Duration },
    Directory(PathBuf),
}

impl Carrier {
    /// The configured one; none where mail has to wait.
    ///
    /// # Errors
    /// Why it cannot be used, for the operator.
    pub(super) fn configured(configuration: &Configuration) -> Result<Option<Carrier>, String> {
        match configuration.mail.delivery() {
            None => Ok(None),
            Some(Delivery::Smtp(server)) => {
                // RFC 5321, section 4.1.1.1: greeted is by the client's own name.
                let service = &configuration.service.url;
                let own_name = url::Url::parse(service).ok().and_then(|url| url.host_str().map(str::to_owned));
                let own_name = own_name.ok_or_else(|| format!("service.url: {service:?} names no host"))?;
                Carrier::smtp(server, own_name, MAIL_LIMIT).map(Some)
            }
            Some(Delivery::Directory(directory)) => {
                std::fs::create_dir_all(directory)
                    .map_err(|error| format!("mail.directory: {}: {error}", directory.display()))?;
                Ok(Some(Carrier::Directory(directory.to_owned())))
            }
        }
    }

    fn smtp(server: &SmtpServer, own_name: String, limit: Duration) -> Result<Carrier, String> {
        let wrong = |error: smtp::Error| format!("mail.smtp: {error}");
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(server.url.reveal()).map_err(wrong)?;
        if !server.names_greeting {
            builder = builder.hello_name(ClientId::Domain(own_name));
        }
        builder = builder.timeout(Some(CONNECT_LIMIT)).tls(match server.encryption {
            Encryption::None => Tls::None,
            Encryption::StartTls => Tls::Required(tls(server)?),
            Encryption::Tls => Tls::Wrapper(tls(server)?),
        });
        Ok(Carrier::Smtp { transport: builder.build(), limit })
    }

    /// Hands one mail over.
    pub(super) async fn carry(&self, id: MailId, letter: &Message) -> Attempt {
        match self {
            Carrier::Smtp { transport, limit } => {
                match tokio::time::timeout(*limit, transport.send_raw(letter.envelope(), &letter.formatted())).await {
                    Ok(Ok(_)) => Attempt::Sent,
                    Ok(Err(error)) => {
                        let lasting = error.is_permanent()
                            && !error.status().is_some_and(|code| WRONG_LOGIN.contains(&u16::from(code)));
                        if lasting {
                            Attempt::Refused(error.to_string())
                        } else {
                            Attempt::Postponed(error.to_string())
                        }
                    }
                    Err(_) => Attempt::Postponed(format!("the server took more than {} s", limit.as_secs())),
                }
            }
            Carrier::Directory(directory) => {
                let (file, bytes) = (directory.join(format!("{id}.eml")), letter.formatted());
                match blocking::run(move || write_whole(&file, &bytes)).await {
                    Ok(()) => Attempt::Sent,
                    Err(error) => Attempt::Postponed(format!("{}: {error}", directory.display())),
                }
            }
        }
    }
}

fn tls(server: &SmtpServer) -> Result<TlsParameters, String> {
    let wrong = |error: smtp::Error| format!("mail.ca: {error}");
    let mut parameters = TlsParametersBuilder::new(server.host.clone());
    if let Some(pem) = &server.authorities {
        parameters = parameters.add_root_certificate(Certificate::from_pem(pem).map_err(wrong)?);
    }
    parameters.build().map_err(wrong)
}

/// Whoever looks into the directory sees a whole file or none.
fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = file.with_extension("part");
    // For its owner only: there may be a link in it that makes a key.
    let mut out = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    out.write_all(bytes)?;
    out.sync_all()?;
    std::fs::rename(&part, file)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use time::OffsetDateTime;
    use tokio::net::TcpListener;

    use super::*;
    use crate::mail::{letter::Letterhead, outbox::DueMail};

    /// A configuration that says `smtp` in `[mail]`.
    fn configuration(smtp: &str) -> Configuration {
        let directory = tempfile::tempdir().expect("a directory");
        let text = format!("[mail]\nsmtp = '{smtp}'");
        std::fs::write(directory.path().join(crate::configuration::FILE_NAME), text).expect("write");
        Configuration::load(None, directory.path()).expect("right")
    }

    #[tokio::test]
    async fn a_server_that_does_not_answer_keeps_nobody_for_ever() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let configuration = configuration(&format!("smtp://127.0.0.1:{port}"));
        let Some(Delivery::Smtp(server)) = configuration.mail.delivery() else { panic!("smtp") };
        let mail = DueMail {
            id: MailId(1),
            to: "bob@example.com".to_owned(),
            subject: "Hello".to_owned(),
            text: "Hello".to_owned(),
            queued_at: OffsetDateTime::UNIX_EPOCH,
        };
        let letter = Letterhead::of(&configuration).expect("defaults").write(&mail).expect("a letter");
        let carrier = Carrier::smtp(server, "localhost".to_owned(), Duration::from_millis(200)).expect("a carrier");
        let started = Instant::now();
        let attempt = carrier.carry(mail.id, &letter).await;
        assert!(matches!(&attempt, Attempt::Postponed(why) if why.contains("took more than")), "{attempt:?}");
        assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
        drop(listener);
    }

    #[test]
    fn what_is_no_certificate_is_refused_at_the_start() {
        let directory = tempfile::tempdir().expect("a directory");
        std::fs::write(
            directory.path().join("ca.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        )
        .expect("write");
        let text = "[mail]\nsmtp = 'smtps://mail.example.com'\nca = 'ca.pem'";
        std::fs::write(directory.path().join(crate::configuration::FILE_NAME), text).expect("write");
        let configuration = Configuration::load(None, directory.path()).expect("a file is there");
        let error = Carrier::configured(&configuration).err().expect("no certificate");
        assert!(error.starts_with("mail.ca: "), "{error}");
    }
}
