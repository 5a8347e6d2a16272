//! The power goes after every event of a recording: what may be on the disk then is opened and looked at.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::ops::AddAssign;
use std::path::Path;

use server::database::Database;
use server::{generations, ledger};
use tempfile::TempDir;

use super::disk::{Disk, Image, Survival};
use super::random::Random;
use super::recorder::{Action, Event, Io, Recording};
use super::workload::{Recorded, State, state};

/// The database's name in its directory.
pub const FILE: &str = "ledger.sqlite3";

/// Of so many images one is opened with the power going again while it is.
const AGAIN: usize = 250;

/// Most findings that are described.
const DESCRIBED: usize = 5;

/// What was tried and what came out.
#[derive(Debug, Default)]
pub struct Figures {
    /// Writes, truncations, flushes, openings and deletions that the workload caused.
    pub ios: usize,
    /// Of these, flushes.
    pub flushes: usize,
    /// Transactions committed.
    pub transactions: usize,
    /// Pieces of work whose caller heard that they are done.
    pub acknowledged: usize,
    /// Losses of power: after so many events, and what survived.
    pub crashes: usize,
    /// Of these, different on the disk, and therefore opened.
    pub images: usize,
    /// Losses of power while such an image was opened and closed.
    pub crashes_in_recovery: usize,
    /// After so many crashes something acknowledged was gone.
    pub lost: usize,
    /// After so many the database did not open, disagreed with itself, or had something that no transaction made.
    pub broken: usize,
    /// The first of these, in words.
    pub findings: Vec<String>,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Figures) {
        self.ios += other.ios;
        self.flushes += other.flushes;
        self.transactions += other.transactions;
        self.acknowledged += other.acknowledged;
        self.crashes += other.crashes;
        self.images += other.images;
        self.crashes_in_recovery += other.crashes_in_recovery;
        self.lost += other.lost;
        self.broken += other.broken;
        self.findings.extend(other.findings);
        self.findings.truncate(DESCRIBED);
    }
}

/// Crashes after every event of `recorded`, with each of `survivals`. `flushes` says whether the disk does what it is told
/// when it is told to flush.
pub fn after_every_event(recorded: &Recorded, survivals: &[Survival], flushes: bool, seed: u64) -> Figures {
    let mut random = Random(seed);
    let mut figures = Figures::default();
    let mut disk = Disk::default();
    let mut opened: HashMap<u64, Result<State, String>> = HashMap::new();
    // States that a transaction led to of which something may be on the disk.
    let mut possible = vec![0];
    let (mut ran, mut acknowledged) = (0, 0);
    for (number, event) in recorded.events.iter().enumerate() {
        match event {
            Event::Ran(state) => {
                ran = *state;
                continue;
            }
            Event::Acknowledged(state) => {
                figures.acknowledged += 1;
                acknowledged = *state;
            }
            Event::Disk(io) => {
                figures.ios += 1;
                if ends_transaction(io) {
                    figures.transactions += 1;
                    possible.push(ran);
                }
                if matches!(io.action, Action::Sync { .. }) {
                    figures.flushes += 1;
                    if !flushes {
                        continue;
                    }
                }
                disk.apply(io);
            }
        }
        for survival in survivals {
            let image = disk.after_power_loss(*survival, &mut random);
            figures.crashes += 1;
            let found = opened.entry(hash(&image)).or_insert_with(|| {
                figures.images += 1;
                let found = open(&image)?;
                if figures.images.is_multiple_of(AGAIN) {
                    figures.crashes_in_recovery += again(&image, &found, survivals, &mut random)?;
                }
                Ok(found)
            });
            let verdict = verdict(found, &recorded.states, &possible, acknowledged);
            let finding = match verdict {
                Verdict::Right => continue,
                Verdict::Lost(what) => {
                    figures.lost += 1;
                    format!("acknowledged and gone: {what}")
                }
                Verdict::Broken(how) => {
                    figures.broken += 1;
                    how
                }
            };
            if figures.findings.len() < DESCRIBED {
                figures.findings.push(format!("event {number}, {survival:?}: {finding}"));
            }
        }
    }
    figures
}

enum Verdict {
    Right,
    Lost(String),
    Broken(String),
}

/// What was found must be the state after one of the transactions, and not one before the last that was acknowledged.
fn verdict(found: &Result<State, String>, states: &[State], possible: &[usize], acknowledged: usize) -> Verdict {
    let found = match found {
        Ok(found) => found,
        Err(error) => return Verdict::Broken(error.clone()),
    };
    let is_found = |number: &&usize| states[**number] == *found;
    let old_enough = possible.iter().rev().take_while(|number| **number >= acknowledged);
    // The acknowledged state itself: work that changes nothing writes nothing.
    if old_enough.chain([&acknowledged]).any(|number| is_found(&number)) {
        return Verdict::Right;
    }
    match possible.iter().find(is_found) {
        Some(number) => {
            let gone: Vec<_> = states[acknowledged].iter().filter(|row| !found.contains(row)).collect();
            Verdict::Lost(format!("state {number} for {acknowledged}, {} rows, as {:?}", gone.len(), gone.first()))
        }
        None => {
            let extra = found.iter().find(|row| !possible.iter().any(|number| states[*number].contains(row)));
            Verdict::Broken(format!("no transaction led to this state of {} rows; not asked: {extra:?}", found.len()))
        }
    }
}

/// The frame of a WAL that ends a transaction says how large the database is then (sqlite.org/fileformat2.html, 4.1).
fn ends_transaction(io: &Io) -> bool {
    const FRAME_HEADER: usize = 24;
    match &io.action {
        Action::Write { bytes, .. } => {
            io.file.ends_with("-wal") && bytes.len() == FRAME_HEADER && bytes[4..8] != [0; 4]
        }
        _ => false,
    }
}

/// Opens what is on the disk as a start of the server does; everything in it, or what is wrong.
fn open(image: &Image) -> Result<State, String> {
    let directory = directory_with(image);
    open_in(directory.path())
}

fn open_in(directory: &Path) -> Result<State, String> {
    let database = Database::open(&directory.join(FILE)).map_err(|error| format!("it does not open: {error}"))?;
    let (report, state) = database
        .write_blocking(|tx| Ok::<_, ledger::Error>((ledger::audit(tx, &[generations::audit::check])?, state(tx)?)))
        .map_err(|error| format!("it cannot be read: {error}"))?;
    if report.agrees() { Ok(state) } else { Err(format!("the audit disagrees: {:?}", report.disagreements)) }
}

/// Opens and closes it, and crashes after every event of that: how often. What was `found` must be found each time.
fn again(image: &Image, found: &State, survivals: &[Survival], random: &mut Random) -> Result<usize, String> {
    let directory = directory_with(image);
    let recording = Recording::begin(directory.path());
    let opened = open_in(directory.path());
    let events = recording.end();
    opened?;
    let mut disk = Disk::holding(image);
    let mut crashes = 0;
    let mut tried = HashSet::new();
    for (number, event) in events.iter().enumerate() {
        if let Event::Disk(io) = event {
            disk.apply(io);
        }
        for survival in survivals {
            crashes += 1;
            let image = disk.after_power_loss(*survival, random);
            if !tried.insert(hash(&image)) {
                continue;
            }
            let place = || format!("the power went again at event {number} of the recovery, {survival:?}");
            let found_then = open(&image).map_err(|error| format!("{}: {error}", place()))?;
            if found_then != *found {
                return Err(format!("{}: {} rows became {}", place(), found.len(), found_then.len()));
            }
        }
    }
    Ok(crashes)
}

/// In memory where the system has a place for that: what these files are flushed to does not matter.
fn directory_with(image: &Image) -> TempDir {
    let memory = Path::new("/dev/shm");
    let directory = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let directory = directory.expect("a directory");
    for (name, bytes) in image {
        fs::write(directory.path().join(name), bytes).expect("room for an image");
    }
    directory
}

fn hash(image: &Image) -> u64 {
    let mut hasher = DefaultHasher::new();
    image.hash(&mut hasher);
    hasher.finish()
}
