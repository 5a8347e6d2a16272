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
    /// A checkout: nobody has paid yet.
    Buy {
        who: usize,
        package: usize,
    },
    /// A provider says something of a purchase.
    Tell {
        purchase: usize,
        event: ProviderEvent,
    },
    /// An operator has a stored event processed again.
    Replay {
        event: usize,
    },
    /// An operator gives a terminated account back, unless a dispute is open.
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

/// What is for sale.
pub struct OnSale {
    pub credits: i64,
    pub price: i64,
}

/// Prices that credits do not divide, so that rounding shows.
pub const PACKAGES: [OnSale; 3] =
    [OnSale { credits: 60, price: 999 }, OnSale { credits: 7, price: 1001 }, OnSale { credits: 25, price: 20 }];

/// An event of a provider. The same id again is the same event sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProviderEvent {
    pub id: usize,
    /// Which of the purchase's payments it names: a second one is a mistake of the provider's, or of ours.
    pub payment: usize,
    pub said: Said,
    /// How long it was on its way, in seconds.
    pub age_s: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Something of no interest.
    Nothing,
    /// Of the checkout session: whether so much money is there.
    Session { paid: Option<i64> },
    /// So much went back, all refunds together.
    Refunded { all_together: i64 },
    /// Of one refund.
    Refund { id: usize, amount: i64, status: &'static str },
    /// Of one dispute.
    Dispute { id: usize, status: &'static str },
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
        let mut steps: Vec<_> = opening(random).into_iter().map(|step| (step, Fate::Answered)).collect();
        let length = 8 + random.below(25);
        steps.extend((0..length).map(|_| (step(random), fate(random))));
        History { begin, terms, steps }
    }
}

/// Credits to begin with, as a rule: from nothing little can happen.
fn opening(random: &mut Random) -> Vec<Step> {
    let mut steps = Vec::new();
    for purchase in 0..random.below(3) {
        steps.push(Step::Buy { who: who(random), package: random.below(2) });
        let event =
            ProviderEvent { id: 100 + purchase, payment: 0, said: Said::Session { paid: Some(1001) }, age_s: 0 };
        steps.push(Step::Tell { purchase, event });
    }
    if random.once_in(2) {
        steps.push(Step::Grant { who: 0, credits: *random.pick(&[15, 25, 60]), reference: None });
    }
    steps
}

/// Mostly the same, so that much happens to one account.
fn who(random: &mut Random) -> usize {
    if random.once_in(3) { random.below(ACCOUNTS) } else { 0 }
}

pub fn step(random: &mut Random) -> Step {
    let who = who(random);
    let any = |random: &mut Random| random.below(1 << 16);
    match random.below(100) {
        0..7 => {
            let reference = random.once_in(2).then(|| random.below(2));
            let credits = *random.pick(&[60, 60, 60, 25, 25, 10, 10, 5, 5, 1, 1, 0]);
            Step::Grant { who, credits, reference }
        }
        7..10 => Step::Buy { who, package: random.below(PACKAGES.len()) },
        10..36 => Step::Tell { purchase: any(random), event: provider_event(random) },
        36..38 => Step::Replay { event: any(random) },
        38..40 => Step::Reinstate { who },
        40..58 => {
            let key = random.once_in(2).then(|| random.below(2));
            let price = *random.pick(&[10, 10, 10, 10, 10, 20, 7, 7, 3, 3, 30, 0]);
            Step::Submit { who, price, key, body: random.below(5) / 4 }
        }
        58..68 => Step::Start { generation: any(random) },
        68..84 => {
            let end = match random.below(4) {
                0 | 1 => Ending::Success,
                2 => Ending::Canceled,
                _ => Ending::Fault(*random.pick(&FaultKind::ALL)),
            };
            Step::Finish { generation: any(random), behind: i64::from(random.once_in(8)), end }
        }
        84..87 => Step::Cancel { generation: any(random) },
        87..89 => Step::ResolveAgain { generation: any(random), commit: random.once_in(2) },
        89..90 => Step::Restart,
        90..92 => Step::Expire,
        _ => Step::Wait(wait(random)),
    }
}

/// Around the borders of a month, a year and the grace period, where an off-by-one hides.
fn wait(random: &mut Random) -> Duration {
    let days = match random.below(4) {
        0 => *random.pick(&[180, 335, 364, 365, 366]),
        1 => *random.pick(&[7, 28, 29, 30, 31]),
        _ => *random.pick(&[0, 0, 1]),
    };
    let more = *random.pick(&[0, 0, 1, 3_600_000, -1]);
    Duration::days(days) + Duration::milliseconds(if days == 0 { i64::abs(more) } else { more })
}

fn provider_event(random: &mut Random) -> ProviderEvent {
    // Of every purchase the money is in one of a few amounts, so that refunds meet, overlap and exceed it.
    let amount = |random: &mut Random| *random.pick(&[999, 1001, 20, 500, 333, 10, 1]);
    let said = match random.below(20) {
        0 => Said::Nothing,
        1 => Said::Session { paid: None },
        2..6 => Said::Session { paid: Some(*random.pick(&[1001, 1001, 1001, 1500, 999, 20])) },
        6..8 => Said::Refunded { all_together: amount(random) },
        8..11 => {
            // What a refund is of does not change.
            let id = random.below(4);
            let status = random.pick(&["pending", "succeeded", "succeeded", "failed"]);
            Said::Refund { id, amount: [999, 333, 10, 400][id], status }
        }
        _ => {
            let open = ["needs_response", "needs_response", "under_review"];
            let over = ["won", "won", "won", "lost", "prevented"];
            let inquiry = ["warning_needs_response", "warning_closed"];
            let status = match random.below(8) {
                0 => *random.pick(&inquiry),
                1..4 => *random.pick(&open),
                _ => *random.pick(&over),
            };
            Said::Dispute { id: random.below(2), status }
        }
    };
    let payment = usize::from(random.once_in(16));
    ProviderEvent { id: random.below(24), payment, said, age_s: *random.pick(&[0, 0, 0, 1, 60, 86_400]) }
}

pub fn fate(random: &mut Random) -> Fate {
    match random.below(12) {
        0 => Fate::Retried,
        1 => Fate::Lost,
        _ => Fate::Answered,
    }
}
