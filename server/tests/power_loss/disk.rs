//! A disk that forgets: what it may hold when the power goes.
//!
//! What was flushed is there. Of what was not, any part may be: each write whole, not at all, or in some of its sectors,
//! in any order; a file's length with it or without; a name made or removed, or not yet. A sector is written whole or, when
//! it is the one that the power's loss interrupts, in part. Bytes outside a write never change (SQLite calls that
//! "powersafe overwrite", sqlite.org/psow.html, and takes it for granted).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::random::Random;
use super::recorder::{Action, Io};

/// What is written whole or not at all, bytes.
const SECTOR: usize = 512;

/// Files by their names.
pub type Image = BTreeMap<String, Vec<u8>>;

/// What of the unflushed is there after the power's loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Survival {
    Nothing,
    Everything,
    /// The last change alone: what came before it was written later.
    LastAlone,
    /// Everything, of the last write only the first sectors.
    LastTornBetweenSectors,
    /// Everything, of the last write only the first bytes.
    LastTornInSector,
    /// Any part, in whole sectors; where a file was made longer and not written, there is what was there on the disk before.
    AnyPart,
}

impl Survival {
    pub const ALL: [Survival; 6] = [
        Survival::Nothing,
        Survival::Everything,
        Survival::LastAlone,
        Survival::LastTornBetweenSectors,
        Survival::LastTornInSector,
        Survival::AnyPart,
    ];
}

/// The files of one directory, as flushed, and what is to be done to them yet.
#[derive(Default)]
pub struct Disk {
    files: Vec<File>,
    /// Each name's file: as flushed, then as changed since, the last is now.
    names: BTreeMap<String, Vec<Option<usize>>>,
    /// How many changes there were.
    changes: u64,
}

#[derive(Default)]
struct File {
    flushed: Vec<u8>,
    pending: Vec<(u64, Change)>,
}

enum Change {
    Write { offset: usize, bytes: Arc<[u8]> },
    Truncate(usize),
}

impl Disk {
    /// With these files, flushed.
    pub fn holding(image: &Image) -> Disk {
        let mut disk = Disk::default();
        for (name, bytes) in image {
            disk.names.insert(name.clone(), vec![Some(disk.files.len())]);
            disk.files.push(File { flushed: bytes.clone(), pending: Vec::new() });
        }
        disk
    }

    /// Does what the platform did.
    pub fn apply(&mut self, io: &Io) {
        match &io.action {
            Action::Open => {
                let versions = self.names.entry(io.file.clone()).or_insert_with(|| vec![None]);
                if versions.last() == Some(&None) {
                    versions.push(Some(self.files.len()));
                    self.files.push(File::default());
                }
            }
            Action::Write { offset, bytes } => {
                self.change(&io.file, Change::Write { offset: *offset, bytes: Arc::clone(bytes) });
            }
            Action::Truncate(length) => self.change(&io.file, Change::Truncate(*length)),
            Action::Sync { names } => {
                let file = self.file(&io.file);
                for (_, change) in std::mem::take(&mut file.pending) {
                    change.all(&mut file.flushed);
                }
                if *names {
                    self.flush_names();
                }
            }
            Action::Delete { names } => {
                self.names.get_mut(&io.file).expect("what is deleted was opened").push(None);
                if *names {
                    self.flush_names();
                }
            }
        }
    }

    fn change(&mut self, name: &str, change: Change) {
        self.changes += 1;
        let number = self.changes;
        self.file(name).pending.push((number, change));
    }

    fn file(&mut self, name: &str) -> &mut File {
        let now = self.names[name].last().expect("a name has versions");
        &mut self.files[now.expect("what is changed is open")]
    }

    fn flush_names(&mut self) {
        for versions in self.names.values_mut() {
            versions.drain(..versions.len() - 1);
        }
    }

    /// What is there when the power goes now.
    pub fn after_power_loss(&self, survival: Survival, random: &mut Random) -> Image {
        let last = self.files.iter().filter_map(|file| file.pending.last()).map(|(number, _)| *number).max();
        let mut image = Image::new();
        for (name, versions) in &self.names {
            let version = match survival {
                Survival::Nothing => 0,
                Survival::AnyPart => random.below(versions.len() as u64) as usize,
                _ => versions.len() - 1,
            };
            let Some(file) = versions[version] else { continue };
            let mut bytes = self.files[file].flushed.clone();
            for (number, change) in &self.files[file].pending {
                let is_last = Some(*number) == last;
                match survival {
                    Survival::Nothing => {}
                    Survival::LastAlone if !is_last => {}
                    Survival::LastTornBetweenSectors if is_last => change.beginning(&mut bytes, SECTOR, random),
                    Survival::LastTornInSector if is_last => change.beginning(&mut bytes, 1, random),
                    Survival::AnyPart => change.any_part(&mut bytes, random),
                    _ => change.all(&mut bytes),
                }
            }
            image.insert(name.clone(), bytes);
        }
        image
    }
}

impl Change {
    fn all(&self, file: &mut Vec<u8>) {
        match self {
            Change::Write { offset, bytes } => put(file, *offset, bytes),
            Change::Truncate(length) => file.truncate(*length),
        }
    }

    /// A write's first bytes, up to where a unit of the disk ends; nothing of anything else.
    fn beginning(&self, file: &mut Vec<u8>, unit: usize, random: &mut Random) {
        if let Change::Write { offset, bytes } = self {
            let end = offset + random.below(bytes.len() as u64) as usize;
            let written = (end - end % unit).saturating_sub(*offset);
            put(file, *offset, &bytes[..written]);
        }
    }

    fn any_part(&self, file: &mut Vec<u8>, random: &mut Random) {
        match random.below(4) {
            0 => {}
            1 | 2 => self.all(file),
            _ => {
                let Change::Write { offset, bytes } = self else { return };
                // The length is a change of its own, which may be there without the bytes.
                if random.below(2) == 0 && file.len() < offset + bytes.len() {
                    file.resize_with(offset + bytes.len(), || random.below(256) as u8);
                }
                let mut at = 0;
                while at < bytes.len() {
                    let end = ((offset + at) / SECTOR + 1) * SECTOR - offset;
                    let sector = at..end.min(bytes.len());
                    at = sector.end;
                    if random.below(2) == 0 {
                        put(file, offset + sector.start, &bytes[sector]);
                    }
                }
            }
        }
    }
}

/// Writes; what lies between the file's end and `offset` becomes zeros.
fn put(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    if bytes.is_empty() {
        return;
    }
    let end = offset + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[offset..end].copy_from_slice(bytes);
}
