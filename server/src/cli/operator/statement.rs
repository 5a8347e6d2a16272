//! `credits statement`: what happened to an account's credits, line by line.

use std::io::{self, Write};

use clap::Args;

use super::super::{Exit, Failure};
use super::Common;
use crate::control::{self, Answer, Command, Request};
use crate::database::Millis;
use crate::ledger::AccountId;
use crate::statements::{Format, Head, Line, PAGE, PointInTime, StatementPage};

/// Show what happened to an account's credits: opening balance, a line for each entry, closing balance
///
/// From the account's making and until now unless --from and --to say otherwise. Times are RFC 3339
/// (2026-01-31T12:00:00Z) or dates, which stand for their first moment in UTC; the statement ends before --to.
/// With --json: {"account", "from", "to", "opening": {"available", "held"}, "closing", "last", "lines": [{"sequence", "at",
/// "kind", "description", "credits", "held", "balance", "generation", "purchase", "reference", "reason"}, …]}.
#[derive(Debug, Args)]
pub struct StatementCommand {
    /// Id of the account (acct_…)
    account: String,
    /// Where it begins
    #[arg(long, value_name = "TIME")]
    from: Option<PointInTime>,
    /// Before when it ends
    #[arg(long, value_name = "TIME")]
    to: Option<PointInTime>,
    /// Print CSV instead of text
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Where, and in which form to answer
    #[command(flatten)]
    common: Common,
}

impl StatementCommand {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let form = match (self.csv, self.common.json) {
            (true, _) => Form::Pieces(Format::Csv),
            (false, true) => Form::Pieces(Format::Json),
            (false, false) => Form::Text,
        };
        let mut out = io::stdout().lock();
        let mut print = |bytes: Vec<u8>| out.write_all(&bytes).map_err(|error| Failure::io("stdout", error));
        let StatementPage { head, mut lines } = self.page(None)?;
        print(form.opening(&head)?)?;
        let mut first = true;
        loop {
            let whole = lines.len() < PAGE;
            // What was booked since the first page belongs to the next statement.
            lines.retain(|line| line.sequence <= head.last);
            print(form.lines(&lines, first)?)?;
            first = false;
            match lines.last() {
                Some(line) if !whole && line.sequence < head.last => lines = self.page(Some(line.sequence))?.lines,
                _ => break,
            }
        }
        print(form.closing(&head)?)?;
        Ok(Exit::Done)
    }

    fn page(&self, after: Option<i64>) -> Result<StatementPage, Failure> {
        let time = |time: Option<PointInTime>| time.map(|PointInTime(time)| time);
        let (from, to) = (time(self.from), time(self.to));
        let command = Command::ShowStatement { account: AccountId(self.account.clone()), from, to, after };
        let Common { data, config, by, why, .. } = &self.common;
        let request = Request { command, by: by.clone(), why: why.clone() };
        match control::execute(data, config.as_deref(), request)? {
            Answer::Statement(page) => Ok(page),
            _ => Err(Failure::new(Exit::Failed, "the server answered something else than a statement")),
        }
    }
}

/// How it is printed.
enum Form {
    Text,
    Pieces(Format),
}

type Printed = Result<Vec<u8>, Failure>;

impl Form {
    fn opening(&self, head: &Head) -> Printed {
        match self {
            Form::Pieces(format) => format.opening(head).map_err(no_time),
            Form::Text => {
                let (available, held) = (head.opening.available, head.opening.held);
                Ok(format!("{}  opening balance: {available} available, {held} held\n", time(head.from)?).into_bytes())
            }
        }
    }

    fn lines(&self, lines: &[Line], first: bool) -> Printed {
        match self {
            Form::Pieces(format) => format.lines(lines, first).map_err(no_time),
            Form::Text => {
                let mut text = String::new();
                for line in lines {
                    let (credits, left) = (line.credits.0, line.balance.available);
                    text.push_str(&format!("{}  {credits:+} = {left}  {}", time(line.at)?, line.description));
                    let generation = line.generation.as_ref().map(|paid| paid.id.0.as_str());
                    let purchase = line.purchase.as_ref().map(|purchase| purchase.0.as_str());
                    let (reference, reason) = (line.reference.as_deref(), line.reason.as_deref());
                    for word in [generation, purchase, reference, reason].into_iter().flatten() {
                        // A line is a line, whatever an operator wrote.
                        text.push_str(&format!("; {}", word.replace(char::is_control, " ")));
                    }
                    text.push('\n');
                }
                Ok(text.into_bytes())
            }
        }
    }

    fn closing(&self, head: &Head) -> Printed {
        match self {
            Form::Pieces(format) => format.closing(head).map_err(no_time),
            Form::Text => {
                let (available, held) = (head.closing.available, head.closing.held);
                Ok(format!("{}  closing balance: {available} available, {held} held\n", time(head.to)?).into_bytes())
            }
        }
    }
}

fn time(time: time::OffsetDateTime) -> Result<String, Failure> {
    Millis::of(time).rfc3339().map_err(no_time)
}

fn no_time(error: crate::database::Error) -> Failure {
    Failure::new(Exit::Failed, error.to_string())
}
