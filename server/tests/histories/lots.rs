//! The part of the model that knows lots: credits come in, move between the books of their lot, and are written down.

use time::OffsetDateTime;

use crate::calendar::months_later;
use crate::model::{Answer, Model, Refusal};

#[derive(Debug, Clone, Default)]
pub struct Account {
    pub terminated: bool,
    pub journal: Vec<Entry>,
}

/// An entry of the journal: what happened, which credits of which lots moved, and what the account had afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: &'static str,
    pub lots: Vec<(usize, i64)>,
    pub available: i64,
    pub held: i64,
}

#[derive(Debug, Clone)]
pub struct Lot {
    pub who: usize,
    pub granted: i64,
    /// At first; `until` is when it is over now, with what grace it got.
    pub expires: OffsetDateTime,
    pub until: OffsetDateTime,
    pub available: i64,
    pub held: i64,
    pub spent: i64,
    pub expired: i64,
    pub frozen: i64,
    pub clawed_back: i64,
    claim_frozen: bool,
    claim_back: i64,
}

impl Model {
    /// Credits come in: once for each reference.
    pub fn issue(
        &mut self,
        kind: &'static str,
        who: usize,
        credits: i64,
        reference: Option<String>,
    ) -> Result<Answer, Refusal> {
        if credits <= 0 {
            return Err(Refusal::Invalid);
        }
        if let Some(&lot) = reference.as_ref().and_then(|reference| self.references.get(reference)) {
            let same = self.lots[lot].who == who && self.lots[lot].granted == credits;
            return if same { Ok(Answer::Lot(lot)) } else { Err(Refusal::ReferenceReused) };
        }
        let lot = self.lots.len();
        let expires = months_later(self.now, self.terms.lifetime_months);
        self.lots.push(Lot {
            who,
            granted: credits,
            expires,
            until: expires,
            available: credits,
            held: 0,
            spent: 0,
            expired: 0,
            frozen: 0,
            clawed_back: 0,
            claim_frozen: false,
            claim_back: 0,
        });
        if let Some(reference) = reference {
            self.references.insert(reference, lot);
        }
        self.note(who, kind, vec![(lot, credits)]);
        Ok(Answer::Lot(lot))
    }

    /// States the whole of what is claimed of a lot.
    pub fn claim(&mut self, lot: usize, frozen: bool, clawed_back: i64) {
        self.expire(self.lots[lot].who);
        self.lots[lot].claim_frozen = frozen;
        self.lots[lot].claim_back = clawed_back;
        self.settle(lot);
    }

    /// What is claimed of a lot is taken from what it has: what goes back first, frozen credits before free ones.
    pub fn settle(&mut self, number: usize) {
        let Lot { who, frozen, available, claim_back, clawed_back, .. } = self.lots[number];
        let due = claim_back - clawed_back;
        let forfeit = due.clamp(0, frozen);
        self.transfer(number, "forfeit", forfeit, |lot| (&mut lot.frozen, &mut lot.clawed_back), who);
        let clawback = (due - forfeit).clamp(0, available);
        self.transfer(number, "clawback", clawback, |lot| (&mut lot.available, &mut lot.clawed_back), who);
        let restore = (-due).max(0);
        self.transfer(number, "restore", restore, |lot| (&mut lot.clawed_back, &mut lot.available), who);
        let Lot { available, frozen, claim_frozen, .. } = self.lots[number];
        if claim_frozen {
            self.transfer(number, "freeze", available, |lot| (&mut lot.available, &mut lot.frozen), who);
        } else {
            self.transfer(number, "unfreeze", frozen, |lot| (&mut lot.frozen, &mut lot.available), who);
        }
    }

    fn transfer(
        &mut self,
        number: usize,
        kind: &'static str,
        credits: i64,
        books: fn(&mut Lot) -> (&mut i64, &mut i64),
        who: usize,
    ) {
        if credits == 0 {
            return;
        }
        let lot = &mut self.lots[number];
        let (from, to) = books(lot);
        *from -= credits;
        *to += credits;
        if matches!(kind, "restore" | "unfreeze") && lot.until <= self.now {
            lot.until = self.now + self.terms.grace;
        }
        self.note(who, kind, vec![(number, credits)]);
    }

    /// Writes down what is due to expire; in how many lots.
    pub fn expire(&mut self, who: usize) -> usize {
        let mut lots = self.lots_of(who);
        lots.retain(|&lot| self.lots[lot].available > 0 && self.lots[lot].until <= self.now);
        for &number in &lots {
            let lot = &mut self.lots[number];
            let credits = std::mem::take(&mut lot.available);
            lot.expired += credits;
            self.note(who, "expiry", vec![(number, credits)]);
        }
        lots.len()
    }

    pub fn note(&mut self, who: usize, kind: &'static str, mut lots: Vec<(usize, i64)>) {
        lots.sort_unstable();
        let (available, held) = (self.sum(who, |lot| lot.available), self.sum(who, |lot| lot.held));
        self.accounts[who].journal.push(Entry { kind, lots, available, held });
    }

    pub fn sum(&self, who: usize, part: impl Fn(&Lot) -> i64) -> i64 {
        self.lots.iter().filter(|lot| lot.who == who).map(part).sum()
    }

    /// An account's lots, first to expire first, then oldest first.
    pub fn lots_of(&self, who: usize) -> Vec<usize> {
        let mut lots: Vec<usize> = (0..self.lots.len()).filter(|&lot| self.lots[lot].who == who).collect();
        lots.sort_by_key(|&lot| (self.lots[lot].until, lot));
        lots
    }
}
