//! Credits that expire soon.
//!
//! Days are those of UTC: a notice is due from the first moment of the day that is so many days before the day of the expiry, so
//! that lots which expire on one day are told of together.

use rusqlite::{Connection, named_params};
use time::OffsetDateTime;

use super::{BATCH, Candidate, DAY_MS};
use crate::configuration::Configuration;
use crate::database::{self, Millis};
use crate::mail::{self, NewMail};

/// Lots that are told of at one threshold: those for which no smaller one is reached. A lot that was granted later than the
/// threshold would have it is not told of; nor is an account that was terminated, whose credits nobody can use.
const DUE: &str = "lot.available > 0 AND lot.usable_until_ms >= :first AND lot.usable_until_ms < :beyond
    AND lot.granted_at_ms / :day < lot.usable_until_ms / :day - :days
    AND NOT EXISTS (SELECT 1 FROM expiry_notice AS notice WHERE notice.lot = lot.number
                    AND notice.usable_until_ms = lot.usable_until_ms AND notice.days = :days)";

/// A threshold, and the expiries for which it is the one reached last.
struct Window {
    days: i64,
    first: Millis,
    beyond: Millis,
}

fn windows(configuration: &Configuration, now: Millis) -> Vec<Window> {
    let mut thresholds = configuration.credits.warning_days.clone();
    thresholds.sort_unstable();
    let today = now.0.div_euclid(DAY_MS);
    // What is due now is not soon.
    let mut first = Millis(now.0 + 1);
    let mut windows = Vec::new();
    for days in thresholds.into_iter().map(i64::from) {
        let beyond = Millis((today + days + 1) * DAY_MS);
        windows.push(Window { days, first, beyond });
        first = beyond;
    }
    windows
}

pub(super) fn candidates(
    tx: &Connection,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<Vec<Candidate>, database::Error> {
    let mut candidates = Vec::new();
    for Window { days, first, beyond } in windows(configuration, Millis::of(now)) {
        let mut statement = tx.prepare_cached(&format!(
            "SELECT DISTINCT account.number FROM lot JOIN account ON account.number = lot.account
             WHERE account.terminated_at_ms IS NULL AND {DUE} LIMIT :batch"
        ))?;
        let values = named_params! {
            ":first": first, ":beyond": beyond, ":day": DAY_MS, ":days": days, ":batch": BATCH as i64,
        };
        let found = statement.query_map(values, |row| row.get(0).map(Candidate))?;
        candidates.extend(found.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(candidates)
}

/// Lots of one account that expire on one day.
struct Due {
    id: String,
    email: String,
    credits: i64,
    until: Millis,
}

pub(super) fn send(
    tx: &Connection,
    configuration: &Configuration,
    candidate: Candidate,
    now: OffsetDateTime,
) -> Result<usize, database::Error> {
    let mut sent = 0;
    for window in windows(configuration, Millis::of(now)) {
        for due in due(tx, candidate, &window)? {
            let Window { days, first, beyond } = window;
            tx.prepare_cached(&format!(
                "INSERT INTO expiry_notice (lot, usable_until_ms, days, at_ms)
                 SELECT number, usable_until_ms, :days, :now FROM lot
                 WHERE account = :account AND usable_until_ms / :day = :until / :day AND {DUE}"
            ))?
            .execute(named_params! {
                ":account": candidate.0, ":until": due.until, ":now": Millis::of(now),
                ":first": first, ":beyond": beyond, ":day": DAY_MS, ":days": days,
            })?;
            mail::queue(tx, &due.mail(configuration)?, now)?;
            sent += 1;
        }
    }
    Ok(sent)
}

/// What an account has to be told of, a day of expiry each.
fn due(tx: &Connection, candidate: Candidate, window: &Window) -> Result<Vec<Due>, database::Error> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT account.id, account.email, sum(lot.available), min(lot.usable_until_ms)
         FROM lot JOIN account ON account.number = lot.account
         WHERE lot.account = :account AND account.terminated_at_ms IS NULL AND {DUE}
         GROUP BY lot.usable_until_ms / :day ORDER BY 4"
    ))?;
    let values = named_params! {
        ":account": candidate.0, ":first": window.first, ":beyond": window.beyond, ":day": DAY_MS, ":days": window.days,
    };
    let due = statement.query_map(values, |row| {
        Ok(Due { id: row.get(0)?, email: row.get(1)?, credits: row.get(2)?, until: row.get(3)? })
    })?;
    Ok(due.collect::<Result<_, _>>()?)
}

impl Due {
    fn mail(&self, configuration: &Configuration) -> Result<NewMail, database::Error> {
        let until = self.until.time()?;
        let (date, hour, minute) = (until.date(), until.hour(), until.minute());
        let (what, service) = (credits(self.credits), &configuration.service.name);
        let text = format!(
            "Hello,\n\n{what} of your account {} at {service} will expire on {date} at {hour:02}:{minute:02} UTC. Until then \
             they can be used for generations; credits that expire first are used first.\n\n{}",
            self.id, configuration.service.url
        );
        Ok(NewMail { to: self.email.clone(), subject: format!("{what} will expire on {date}"), text })
    }
}

fn credits(number: i64) -> String {
    if number == 1 { "1 credit".to_owned() } else { format!("{number} credits") }
}
