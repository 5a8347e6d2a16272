//! A mail as it travels: RFC 5322 and MIME.

use std::time::SystemTime;

use lettre::{
    Address, Message,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use super::outbox::DueMail;
use crate::configuration::Configuration;

/// What all mails of this service have in common.
#[derive(Debug)]
pub(super) struct Letterhead {
    name: String,
    contact: String,
    from: Address,
}

/// Checks that a mail can be addressed to `address`.
///
/// # Errors
/// Why not, in words.
pub fn check_recipient(address: &str) -> Result<(), String> {
    match address.parse::<Address>() {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("no mail can be addressed to {address:?}: {error}")),
    }
}

impl Letterhead {
    /// # Errors
    /// When the sender is no address.
    pub(super) fn of(configuration: &Configuration) -> Result<Letterhead, String> {
        let service = &configuration.service;
        let from = configuration.mail.from.as_deref().unwrap_or(&service.contact);
        let from = from.parse().map_err(|error| format!("no mail can come from {from:?}: {error}"))?;
        Ok(Letterhead { name: service.name.clone(), contact: service.contact.clone(), from })
    }

    /// The whole mail. It ends with the contact (policy P14).
    ///
    /// # Errors
    /// When its recipient or subject cannot be.
    pub(super) fn write(&self, mail: &DueMail) -> Result<Message, String> {
        let Letterhead { name, contact, from } = self;
        let to: Address = mail.to.parse().map_err(|error| format!("no mail can be addressed to it: {error}"))?;
        // "-- " begins a signature (RFC 3676, section 4.3).
        let text = format!("{}\n\n-- \n{name}\nContact: {contact}", mail.text.trim_end());
        let message_id = format!("<{}.{}@{}>", mail.queued_at.unix_timestamp(), mail.id, from.domain());
        let mut letter = Message::builder()
            .from(Mailbox::new(Some(name.clone()), from.clone()))
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .date(SystemTime::from(mail.queued_at))
            .message_id(Some(message_id))
            .header(ContentType::TEXT_PLAIN);
        if from.as_ref() as &str != contact {
            let contact = contact.parse().map_err(|error| format!("the contact is no address: {error}"))?;
            letter = letter.reply_to(Mailbox::new(None, contact));
        }
        let letter = if fits_uncoded(&text) {
            let lines = text.replace('\n', "\r\n").into_bytes();
            letter.body(Body::dangerous_pre_encoded(lines, ContentTransferEncoding::SevenBit))
        } else {
            letter.body(text)
        };
        let mut letter = letter.map_err(|error| format!("it cannot be written: {error}"))?;
        // RFC 3834: no automatic answers, please.
        let header = HeaderName::new_from_ascii_str("Auto-Submitted");
        letter.headers_mut().insert_raw(HeaderValue::new(header, "auto-generated".to_owned()));
        Ok(letter)
    }
}

/// Whether a text may go as it is (RFC 5322, section 2.1.1: lines of up to 998 characters). A link in it then stays whole even
/// for somebody who reads the file; what is longer than a screen's line would otherwise be encoded.
fn fits_uncoded(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) && text.lines().all(|line| line.len() <= 998)
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;
    use crate::mail::MailId;

    #[test]
    fn a_mail_is_one_header_a_line_whatever_its_subject_says() {
        let letterhead = Letterhead::of(&Configuration::default()).expect("defaults");
        let mail = DueMail {
            id: MailId(7),
            to: "bob@example.com".to_owned(),
            subject: "Grüße\r\nBcc: eve@example.com".to_owned(),
            text: ".\nFrom here on\n".to_owned(),
            queued_at: OffsetDateTime::UNIX_EPOCH,
        };
        let letter = String::from_utf8(letterhead.write(&mail).expect("a letter").formatted()).expect("ASCII");
        assert!(letter.is_ascii(), "{letter}");
        assert!(!letter.lines().any(|line| line.starts_with("Bcc")), "{letter}");
        assert!(letter.contains("Message-ID: <0.7@localhost>\r\n"), "{letter}");
        assert!(letter.contains("Auto-Submitted: auto-generated\r\n"), "{letter}");
        let end = "\r\n\r\n.\r\nFrom here on\r\n\r\n-- \r\nOneClick3D\r\nContact: operator@localhost";
        assert!(letter.trim_end().ends_with(end), "{letter}");
    }

    #[test]
    fn what_no_mail_can_be_addressed_to_is_said() {
        assert_eq!(check_recipient("bob@example.com"), Ok(()));
        for wrong in ["", "bob", "bob@", "@example.com", "bob@ex ample.com", "a,b@example.com"] {
            assert!(check_recipient(wrong).is_err(), "{wrong}");
        }
    }
}
