//! Seeded histories of what can happen.

use server::generations::FaultKind;
use server::ledger::Terms;
use time::{Duration, OffsetDateTime};

use crate::random::Random;
use crate::step::{ACCOUNTS, About, Ending, Fate, Occasion, PACKAGES, ProviderEvent, Reply, Said, Step, Verdict};

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
        let length = 8 + random.below(41);
        steps.extend((0..length).map(|_| (step(random), fate(random))));
        History { begin, terms, steps }
    }
}

/// Credits to begin with, as a rule: from nothing little can happen.
fn opening(random: &mut Random) -> Vec<Step> {
    let mut steps = Vec::new();
    for purchase in 0..random.below(3) {
        steps.push(Step::Buy { who: who(random), package: random.below(2), key: None });
        let event =
            ProviderEvent { id: 100 + purchase, payment: 0, said: Said::Session { paid: Some(1001) }, age_s: 0 };
        steps.push(Step::Tell { purchase, event });
    }
    if random.once_in(4) {
        steps.push(Step::Sell { who: who(random), package: random.below(2), reference: random.below(2) });
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
    match random.below(130) {
        0..7 => {
            let reference = random.once_in(2).then(|| random.below(2));
            let credits = *random.pick(&[60, 60, 60, 25, 25, 10, 10, 5, 5, 1, 1, 0]);
            Step::Grant { who, credits, reference }
        }
        7..10 => {
            let key = random.once_in(2).then(|| random.below(2));
            Step::Buy { who, package: random.below(PACKAGES.len()), key }
        }
        10..12 => Step::Sell { who, package: random.below(PACKAGES.len()), reference: random.below(3) },
        12..44 => Step::Tell { purchase: any(random), event: provider_event(random) },
        44..46 => Step::Replay { event: any(random) },
        46..48 => Step::Reinstate { who },
        48..53 => {
            let ticket = random.below(3);
            // The same ticket is of the same amount, as a rule.
            let amount = if random.once_in(6) { *random.pick(&[0, 1, 999, 1001]) } else { [333, 500, 20][ticket] };
            Step::Refund { purchase: any(random), ticket, amount, reply: reply(random) }
        }
        53..58 => {
            let about = match random.below(8) {
                0 => About::Nothing,
                1..4 => About::Generation(any(random)),
                _ => About::Purchase(any(random)),
            };
            Step::Open { who, key: random.once_in(2).then(|| random.below(2)), text: random.below(6) / 5, about }
        }
        58..68 => Step::Decide { case: random.below(2), verdict: verdict(random), reason: random.below(8) / 7 },
        68..86 => {
            let key = random.once_in(2).then(|| random.below(2));
            let price = *random.pick(&[10, 10, 10, 10, 10, 20, 7, 7, 3, 3, 30, 0]);
            Step::Submit { who, price, key, body: random.below(5) / 4 }
        }
        86..97 => Step::Start { generation: any(random) },
        97..114 => {
            let end = match random.below(4) {
                0 | 1 => Ending::Success,
                2 => Ending::Canceled,
                _ => Ending::Fault(*random.pick(&FaultKind::ALL)),
            };
            Step::Finish { generation: any(random), behind: i64::from(random.once_in(8)), end }
        }
        114..117 => Step::Cancel { generation: any(random) },
        117..119 => Step::ResolveAgain { generation: any(random), commit: random.once_in(2) },
        119..120 => Step::Restart,
        120..122 => Step::Expire,
        _ => Step::Wait(wait(random)),
    }
}

fn reply(random: &mut Random) -> Reply {
    match random.below(6) {
        0 => Reply::Refuses,
        1 | 2 => Reply::Silent { sends: true },
        3 => Reply::Silent { sends: false },
        _ => {
            let status = random.pick(&["pending", "succeeded", "succeeded", "failed"]);
            Reply::Sends { status }
        }
    }
}

fn verdict(random: &mut Random) -> Verdict {
    match random.below(5) {
        0 => Verdict::Refused,
        1 | 2 => {
            let credits = *random.pick(&[10, 10, 10, 10, 3, 3, 7, 20, 0]);
            Verdict::Restored { credits, beyond_cost: random.once_in(5) }
        }
        _ => Verdict::Returned { amount: *random.pick(&[333, 333, 333, 999, 20]), reply: reply(random) },
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
    let said = match random.below(21) {
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
        11 => {
            let occasion =
                if random.once_in(2) { Occasion::Ticket(random.below(3)) } else { Occasion::Case(random.below(2)) };
            let status = random.pick(&["pending", "succeeded", "failed", "failed"]);
            Said::Ordered { occasion, status }
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
