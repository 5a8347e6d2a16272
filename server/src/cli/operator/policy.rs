//! `policy …`: the texts that buyers accept.

use std::io::{self, Write};

use clap::Subcommand;
use serde_json::{Value, json};

use super::{Common, day};
use crate::control::Command;
use crate::policy::{PolicyVersion, Published};

/// `policy …`
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Put the pages that the configuration makes now in force: the refund policy and the terms
    ///
    /// The first start of `serve` publishes them by itself; afterwards a changed template, price or package changes the pages only
    /// by this command. The same text again stays the version that it is. With --json: {"number", "sha256", "published_at",
    /// "material", "new"}.
    Publish {
        /// Tell every account by mail that is not terminated, once
        #[arg(long)]
        material: bool,
        /// What changes, in words, for that mail
        #[arg(long, value_name = "TEXT", requires = "material")]
        summary: Option<String>,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// List the versions, latest first; /policy/SHA256 shows each
    ///
    /// With --json: {"data": [{"number", "sha256", "published_at", "material"}, …]}.
    List {
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

impl PolicyCommand {
    pub(super) fn into_command(self) -> (Common, Command) {
        match self {
            PolicyCommand::Publish { material, summary, common } => {
                (common, Command::PublishPolicy { material, summary })
            }
            PolicyCommand::List { common } => (common, Command::ListPolicies),
        }
    }
}

pub(super) fn as_json(Published { version, new }: &Published) -> Value {
    let mut value = json!(version);
    value["new"] = json!(new);
    value
}

pub(super) fn print_published(out: &mut impl Write, Published { version, new }: &Published) -> io::Result<()> {
    let said = if *new { "is in force now" } else { "stays in force: nothing differs" };
    writeln!(out, "version {} of {} {said}  {}", version.number, day(version.published_at), version.sha256)
}

pub(super) fn print_versions(out: &mut impl Write, versions: &[PolicyVersion]) -> io::Result<()> {
    versions.iter().try_for_each(|version| {
        let material = if version.material { "  announced by mail" } else { "" };
        writeln!(out, "{}  {}  {}{material}", version.number, day(version.published_at), version.sha256)
    })
}
