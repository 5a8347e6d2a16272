//! The task that empties the outbox.

use std::{sync::Arc, time::Duration};

use time::OffsetDateTime;
use tokio::{
    sync::oneshot,
    task::JoinSet,
    time::{Instant, sleep},
};

use super::{
    carrier::Carrier,
    letter::Letterhead,
    outbox::{self, Attempt, DueMail, Outcome},
};
use crate::{
    configuration::Configuration,
    database::{self, Database},
    metrics::Metrics,
};

/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// How often waiting mails are counted, and those given up that are good for nothing any more.
const COUNT: Duration = Duration::from_secs(2);
/// Mails on their way at the same time: one server that is slow for one recipient keeps the others a little.
const AT_ONCE: usize = 4;
/// Pause after the database failed.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends what is in the outbox.
pub struct Sender {
    database: Database,
    metrics: Arc<Metrics>,
    carrier: Option<Carrier>,
    letterhead: Arc<Letterhead>,
}

/// Whether mail can be sent as configured; sends nothing.
///
/// # Errors
/// What is wrong, in words.
pub fn check(configuration: &Configuration) -> Result<(), String> {
    parts(configuration).map(|_| ())
}

fn parts(configuration: &Configuration) -> Result<(Option<Carrier>, Letterhead), String> {
    Ok((Carrier::configured(configuration)?, Letterhead::of(configuration)?))
}

impl Sender {
    /// A sender as configured; without a way out it lets mail wait.
    ///
    /// # Errors
    /// What is wrong with the configured way, in words.
    pub fn new(configuration: &Configuration, database: Database, metrics: Arc<Metrics>) -> Result<Sender, String> {
        let (carrier, letterhead) = parts(configuration)?;
        Ok(Sender { database, metrics, carrier, letterhead: Arc::new(letterhead) })
    }

    /// Sends until `stop` comes; what is on its way then is finished.
    pub async fn run(self, mut stop: oneshot::Receiver<()>) {
        if self.carrier.is_none() {
            tracing::warn!(
                "mail waits in the database: neither mail.smtp nor mail.directory is configured, so nobody can sign up by mail"
            );
        }
        let mut counted = None;
        loop {
            if counted.is_none_or(|at: Instant| at.elapsed() >= COUNT) {
                self.count().await;
                counted = Some(Instant::now());
            }
            let sent = match &self.carrier {
                Some(carrier) => self.send_due(carrier).await,
                None => false,
            };
            let pause = if sent { Duration::ZERO } else { LOOK };
            tokio::select! {
                biased;
                _ = &mut stop => return,
                () = sleep(pause) => {}
            }
        }
    }

    /// Sends some of what is due; whether there was anything.
    async fn send_due(&self, carrier: &Carrier) -> bool {
        let due = match self.database.read(|tx| outbox::due(tx, OffsetDateTime::now_utc(), AT_ONCE)).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read; tried again");
                sleep(PAUSE).await;
                return false;
            }
        };
        let any = !due.is_empty();
        let mut under_way = JoinSet::new();
        for mail in due {
            let (carrier, letterhead) = (carrier.clone(), Arc::clone(&self.letterhead));
            under_way.spawn(async move { (mail.id, attempt(&carrier, &letterhead, &mail).await) });
        }
        while let Some(ended) = under_way.join_next().await {
            match ended {
                Ok((id, attempt)) => self.note(id, attempt).await,
                Err(error) => {
                    tracing::error!(%error, "a mail could not be tried; tried again");
                    sleep(PAUSE).await;
                }
            }
        }
        any
    }

    /// Notes what came of an attempt. Insists until the database has it: who reads an outbox without the note sends again.
    async fn note(&self, id: super::MailId, attempt: Attempt) {
        let outcome = loop {
            let noted = attempt.clone();
            let note = move |tx: &_| outbox::note(tx, id, &noted, OffsetDateTime::now_utc());
            match self.database.write(note).await {
                Ok(outcome) => break outcome,
                Err(database::Error::WriterStopped) => return,
                Err(error) => {
                    tracing::error!(mail = %id, %error, "what came of a mail cannot be noted yet; tried again");
                    sleep(PAUSE).await;
                }
            }
        };
        // A server's words may repeat the recipient's address, which is not for the log; `mail list` has them.
        match outcome {
            Outcome::Sent => tracing::info!(mail = %id, "sent"),
            Outcome::Waits => {
                tracing::warn!(mail = %id, "a mail could not be sent and is tried again; 'mail list' says why")
            }
            Outcome::GivenUp => tracing::error!(mail = %id, "a mail was given up; 'mail list --failed' says why"),
        }
        match outcome {
            Outcome::Sent => self.metrics.mail_sent(),
            Outcome::Waits => self.metrics.mail_postponed(),
            Outcome::GivenUp => self.metrics.mails_failed(1),
        }
    }

    async fn count(&self) {
        let now = OffsetDateTime::now_utc();
        let counted = async {
            let (waiting, useless) = self.database.read(move |tx| outbox::waiting(tx, now)).await?;
            if useless == 0 {
                return Ok((waiting, 0));
            }
            let given_up = self.database.write(move |tx| outbox::give_up_useless(tx, now)).await?;
            Ok::<_, database::Error>((waiting - useless, given_up))
        };
        match counted.await {
            Ok((waiting, given_up)) => {
                self.metrics.mail_waiting(waiting);
                if given_up > 0 {
                    tracing::warn!(given_up, "mails were given up: what they were for is over");
                    self.metrics.mails_failed(given_up as u64);
                }
            }
            Err(error) => tracing::error!(%error, "waiting mails cannot be counted"),
        }
    }
}

async fn attempt(carrier: &Carrier, letterhead: &Letterhead, mail: &DueMail) -> Attempt {
    match letterhead.write(mail) {
        Ok(letter) => carrier.carry(mail.id, &letter).await,
        Err(why) => Attempt::Refused(why),
    }
}
