//! What can happen.

use server::generations::FaultKind;
use time::Duration;

/// Accounts in every history.
pub const ACCOUNTS: usize = 3;

/// One thing that somebody asks of the ledger. What it is asked of (a lot, a generation) is meant modulo how many there are,
/// so that a history stays one when steps are left out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An operator's adjustment.
    Grant {
        who: usize,
        credits: i64,
        reference: Option<usize>,
    },
    /// A checkout: nobody has paid yet. `key` is its Idempotency-Key.
    Buy {
        who: usize,
        package: usize,
        key: Option<usize>,
    },
    /// An operator records what was paid outside of any provider.
    Sell {
        who: usize,
        package: usize,
        reference: usize,
    },
    /// An operator sends money of a purchase back.
    Refund {
        purchase: usize,
        ticket: usize,
        amount: i64,
        reply: Reply,
    },
    /// A user opens a case, under an Idempotency-Key or not.
    Open {
        who: usize,
        key: Option<usize>,
        text: usize,
        about: About,
    },
    /// An operator decides a case.
    Decide {
        case: usize,
        verdict: Verdict,
        reason: usize,
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
    /// Of one refund that somebody made at the provider.
    Refund { id: usize, amount: i64, status: &'static str },
    /// Of the refund that we ordered on this occasion, if the provider made it.
    Ordered { occasion: Occasion, status: &'static str },
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

/// What a refund is ordered for; each occasion refunds once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    Ticket(usize),
    /// By the number of the case, in the order of their opening.
    Case(usize),
}

/// What a provider does that is asked to send money back. Asked again for the same order, it sends nothing again and says how
/// that stands, unless it says nothing; what failed it sends anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    Sends {
        status: &'static str,
    },
    Refuses,
    /// No answer comes; it may have sent the money.
    Silent {
        sends: bool,
    },
}

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Nothing,
    Generation(usize),
    Purchase(usize),
}

/// How a case is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Refused,
    Restored {
        credits: i64,
        /// Also more than the generation took.
        beyond_cost: bool,
    },
    Returned {
        amount: i64,
        reply: Reply,
    },
}
