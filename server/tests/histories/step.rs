//! What can happen, and seeded histories of it.

use server::generations::FaultKind;
use server::ledger::Terms;
use time::{Duration, OffsetDateTime};

use crate::random::Random;

/// Accounts in every history.
pub const ACCOUNTS: usize = 3;

/// One thing that somebody asks of the ledger. What it is asked of (a lot, a generation) is meant modulo how many there are,
/// so that a history stays one when steps are left out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An operator's adjustment, or the credits that a decided case restores.
    Grant {
        who: usize,
        credits: i64,
        reference: Option<usize>,
    },
    Purchase {
        who: usize,
        purchase: usize,
        credits: i64,
    },
    Claim {
        lot: usize,
        frozen: bool,
        clawed_back: i64,
    },
    Terminate {
        who: usize,
    },
    Reinstate {
        who: usize,
    },
    /// A client presses "Generate": `key` is its Idempotency-Key, `body` what it asks for.
    Submit {
        who: usize,
        price: i64,
        key: Option<usize>,
        body: usize,
    },
    Start {
        generation: usize,
    },
    /// The end of the attempt that runs, or of one `behind` it that was given up.
    Finish {
        generation: usize,
        behind: i64,
        end: Ending,
    },
    /// The owner cancels what waits.
    Cancel {
        generation: usize,
    },
    /// Something resolves the hold of a generation that has ended once more.
    ResolveAgain {
        generation: usize,
        commit: bool,
    },
    /// The server dies and starts: what ran has failed.
    Restart,
    /// The sweeper.
    Expire,
    Wait(Duration),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Success,
    Fault(FaultKind),
    Canceled,
}

/// What becomes of a step's transaction and its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Answered,
    /// It was done, the answer was lost, and who asked asks again.
    Retried,
    /// The server died before the commit.
    Lost,
}

/// A history, whole: the same seed gives the same one.
#[derive(Debug, Clone)]
pub struct History {
    pub begin: OffsetDateTime,
    pub terms: Terms,
    pub steps: Vec<(Step, Fate)>,
}

impl History {
    pub fn of_seed(seed: u64) -> History {
        let random = &mut Random::new(seed);
        // A plain day, the last of a February before a leap year's, a leap day's last half second, and a 31st.
        let begin = *random.pick(&[1_761_955_200_000, 1_803_859_200_000, 1_835_481_599_500, 1_769_817_600_001]);
        let begin = OffsetDateTime::UNIX_EPOCH + Duration::milliseconds(begin);
        let terms = match random.below(8) {
            0 => Terms { lifetime_months: 1, grace: Duration::days(7) },
            1 => Terms { lifetime_months: 25, grace: Duration::ZERO },
            _ => Terms::default(),
        };
        let length = 8 + random.below(33);
        let steps = (0..length).map(|_| (step(random), fate(random))).collect();
        History { begin, terms, steps }
    }
}

pub fn step(random: &mut Random) -> Step {
    let who = random.below(ACCOUNTS);
    let any = |random: &mut Random| random.below(1 << 16);
    match random.below(100) {
        0..10 => {
            let reference = random.once_in(2).then(|| random.below(4));
            Step::Grant { who, credits: amount(random), reference }
        }
        10..20 => {
            // Mostly the same purchase again is the same purchase.
            let purchase = random.below(6);
            let changed = random.once_in(8);
            let (who, credits) = if changed { (who, amount(random)) } else { (purchase % ACCOUNTS, 60) };
            Step::Purchase { who, purchase, credits }
        }
        20..30 => {
            let clawed_back = *random.pick(&[0, 0, 10, 15, 30, 60, 61, -1]);
            Step::Claim { lot: any(random), frozen: random.once_in(3), clawed_back }
        }
        30..32 => Step::Terminate { who },
        32..36 => Step::Reinstate { who },
        36..58 => {
            let key = random.once_in(2).then(|| random.below(3));
            Step::Submit { who, price: *random.pick(&[10, 10, 10, 20, 7, 0]), key, body: random.below(5) / 4 }
        }
        58..68 => Step::Start { generation: any(random) },
        68..80 => {
            let end = match random.below(3) {
                0 => Ending::Success,
                1 => Ending::Canceled,
                _ => Ending::Fault(*random.pick(&FaultKind::ALL)),
            };
            Step::Finish { generation: any(random), behind: i64::from(random.once_in(4)), end }
        }
        80..84 => Step::Cancel { generation: any(random) },
        84..86 => Step::ResolveAgain { generation: any(random), commit: random.once_in(2) },
        86..87 => Step::Restart,
        87..91 => Step::Expire,
        _ => Step::Wait(wait(random)),
    }
}

fn amount(random: &mut Random) -> i64 {
    *random.pick(&[60, 60, 10, 5, 25, 1, 9, 0])
}

/// Around the borders of a month, a year and the grace period, where an off-by-one hides.
fn wait(random: &mut Random) -> Duration {
    let days = *random.pick(&[0, 0, 1, 7, 28, 29, 30, 31, 180, 335, 364, 365, 366]);
    let more = *random.pick(&[0, 0, 1, 3_600_000, -1]);
    Duration::days(days) + Duration::milliseconds(if days == 0 { i64::abs(more) } else { more })
}

fn fate(random: &mut Random) -> Fate {
    match random.below(12) {
        0 => Fate::Retried,
        1 => Fate::Lost,
        _ => Fate::Answered,
    }
}
