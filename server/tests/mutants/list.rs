//! The lines: what each says, what it would say without its promise, and the test that must fail then.

use crate::service::SERVICE;

/// A line that is turned off.
pub struct Mutant {
    pub name: &'static str,
    /// From the repository's root.
    pub file: &'static str,
    /// As it stands, once in its file; more than one where one alone would not be found.
    pub line: &'static str,
    pub mutated: &'static str,
    /// Must fail.
    pub test: Test,
}

/// A test by its target (`lib` for those within the sources) and its path there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    pub target: &'static str,
    pub name: &'static str,
}

const fn ledger(name: &'static str) -> Test {
    Test { target: "ledger", name }
}

pub const fn payments(name: &'static str) -> Test {
    Test { target: "payments", name }
}

pub const fn serve(name: &'static str) -> Test {
    Test { target: "serve", name }
}

pub const HISTORIES: Test = Test { target: "histories", name: "sequential::histories_agree_with_the_model" };

/// All of them.
pub fn mutants() -> impl Iterator<Item = &'static Mutant> {
    LEDGER.iter().chain(SERVICE)
}

/// Of the ledger and the generations.
const LEDGER: &[Mutant] = &[
    // Holds.
    Mutant {
        name: "a hold resolves once",
        file: "server/src/ledger/holds.rs",
        line: "WHERE id = ?1 AND state = 'held' RETURNING",
        mutated: "WHERE id = ?1 RETURNING",
        test: ledger("lessons::a_void_that_is_asked_again_after_its_answer_was_lost_does_not_credit_twice"),
    },
    Mutant {
        name: "the lot that expires first is taken first",
        file: "server/src/ledger/holds.rs",
        line: "AND available > 0\n         ORDER BY usable_until_ms, number\"",
        mutated: "AND available > 0\n         ORDER BY usable_until_ms DESC, number\"",
        test: ledger("scripts::the_lot_that_expires_first_is_spent_first_and_gets_back_what_it_gave"),
    },
    Mutant {
        name: "no more is held than is there",
        file: "server/src/ledger/holds.rs",
        line: "return Err(Error::InsufficientCredits { needed: credits.0, available: available.0 });",
        mutated: "drop(available); break;",
        test: ledger("scripts::one_account_does_not_spend_what_another_has"),
    },
    Mutant {
        name: "what is due expires before a hold",
        file: "server/src/ledger/holds.rs",
        line: "    expiry::expire_account(tx, number, at)?;\n",
        mutated: "",
        test: ledger("scripts::a_late_sweep_lets_no_expired_credit_be_spent"),
    },
    Mutant {
        name: "what is due expires before a void",
        file: "server/src/ledger/holds.rs",
        line: "    expiry::expire_account(tx, account, at)?;\n",
        mutated: "",
        test: ledger("scripts::the_grace_period_of_what_comes_back_does_not_save_what_should_have_expired"),
    },
    Mutant {
        name: "a void gives grace after expiry",
        file: "server/src/ledger/holds.rs",
        line: "part.usable_until = terms.after_return(part.usable_until, at);",
        mutated: "part.usable_until = part.usable_until.min(at.max(part.usable_until));",
        test: ledger("scripts::what_was_on_hold_at_expiry_and_comes_back_stays_for_the_grace_period"),
    },
    Mutant {
        name: "what comes back falls to the claim",
        file: "server/src/ledger/holds.rs",
        line: "claims::settle(tx, part.lot, terms, at)?;",
        mutated: "let Part { .. } = part;",
        test: ledger("claims::what_was_on_hold_when_a_dispute_came_is_frozen_when_it_comes_back"),
    },
    Mutant {
        name: "a terminated account holds nothing",
        file: "server/src/ledger/accounts.rs",
        line: "Some((_, true)) => Err(Error::AccountTerminated(id.0.clone())),",
        mutated: "Some((number, true)) => Ok(number),",
        test: ledger("claims::a_terminated_account_holds_nothing_and_a_reinstated_one_as_before"),
    },
    Mutant {
        name: "the border of expiry belongs to the grace",
        file: "server/src/ledger/terms.rs",
        line: "if until <= now {",
        mutated: "if until < now {",
        test: HISTORIES,
    },
    Mutant {
        name: "a lot keeps the latest expiry that it got",
        file: "server/src/ledger/journal.rs",
        line: "usable_until_ms = max(usable_until_ms, ?8)",
        mutated: "usable_until_ms = ?8",
        test: HISTORIES,
    },
    // Grants.
    Mutant {
        name: "a reference grants once",
        file: "server/src/ledger/lots.rs",
        line: "&& let Some(first) = granted_by(tx, reference)?",
        mutated: "&& let Some(first) = granted_by(tx, reference)?.filter(|_| false)",
        test: ledger("lessons::a_top_up_that_is_sent_again_is_granted_once"),
    },
    Mutant {
        name: "a reference grants one thing",
        file: "server/src/ledger/lots.rs",
        line: "if first.account == *account && first.credits == credits {",
        mutated: "if first.account == *account || first.credits == credits {",
        test: ledger("scripts::the_same_reference_grants_once"),
    },
    Mutant {
        name: "a lot's id grants once",
        file: "server/src/ledger/lots.rs",
        line: "Some(true) => return Ok(id.clone()),",
        mutated: "Some(true) => {}",
        test: ledger("lessons::a_top_up_that_is_sent_again_is_granted_once"),
    },
    Mutant {
        name: "what is due is not in the balance",
        file: "server/src/ledger/lots.rs",
        line: "remaining: if usable_until > at { available } else { Credits::ZERO },",
        mutated: "remaining: available,",
        test: ledger("scripts::credits_expire_a_year_after_their_grant_by_an_entry"),
    },
    // Claims.
    Mutant {
        name: "a dispute freezes",
        file: "server/src/ledger/claims.rs",
        line: "lot.transfer(tx, EntryKind::Freeze, lot.available, terms, at)?;",
        mutated: "lot.transfer(tx, EntryKind::Freeze, Credits::ZERO, terms, at)?;",
        test: ledger("claims::a_dispute_freezes_what_is_there_and_a_won_one_gives_exactly_that_back"),
    },
    Mutant {
        name: "a claim that is over unfreezes",
        file: "server/src/ledger/claims.rs",
        line: "lot.transfer(tx, EntryKind::Unfreeze, lot.frozen, terms, at)?;",
        mutated: "lot.transfer(tx, EntryKind::Unfreeze, Credits::ZERO, terms, at)?;",
        test: payments("lessons::a_dispute_that_is_won_gives_back_credits_and_not_dollars"),
    },
    Mutant {
        name: "what is clawed back is taken by difference",
        file: "server/src/ledger/claims.rs",
        line: "let due = lot.claim.clawed_back.checked_sub(lot.clawed_back)?;",
        mutated: "let due = lot.claim.clawed_back;",
        test: ledger("claims::a_refund_claws_back_by_difference_and_what_is_on_hold_when_it_comes_back"),
    },
    Mutant {
        name: "what a dispute froze is forfeited when it is lost",
        file: "server/src/ledger/claims.rs",
        line: "let frozen = lot.frozen.min(due);",
        mutated: "let frozen = Credits::ZERO.min(due);",
        test: ledger("claims::a_lost_dispute_takes_what_it_froze_and_a_later_refund_nothing_more"),
    },
    Mutant {
        name: "what is due expires before a claim",
        file: "server/src/ledger/claims.rs",
        line: "    expiry::expire_account(tx, account, at)?;\n",
        mutated: "",
        test: ledger("claims::what_expired_before_a_dispute_stays_expired"),
    },
    // Generations.
    Mutant {
        name: "an Idempotency-Key is looked up",
        file: "server/src/generations/idempotency.rs",
        line: "&& let Some(earlier) = find(tx, account, request)?",
        mutated: "&& let Some(earlier) = find(tx, account, request)?.filter(|_| false)",
        test: ledger("lessons::a_client_that_retries_after_a_dropped_connection_is_not_charged_twice"),
    },
    Mutant {
        name: "an Idempotency-Key belongs to its request",
        file: "server/src/idempotency.rs",
        line: "Some((first, id)) if first == request.sha256 =>",
        mutated: "Some((first, id)) if first.len() == request.sha256.len() =>",
        test: ledger("lessons::a_client_that_retries_after_a_dropped_connection_is_not_charged_twice"),
    },
    Mutant {
        name: "an Idempotency-Key belongs to its account",
        file: "server/src/idempotency.rs",
        line: "FROM {table} WHERE account = ?1 AND key = ?2",
        mutated: "FROM {table} WHERE ?1 = ?1 AND key = ?2",
        test: HISTORIES,
    },
    Mutant {
        name: "only the attempt that runs can end",
        file: "server/src/generations/store.rs",
        line: "WHERE id = :id AND state = 'RUNNING' AND attempt = :attempt RETURNING",
        mutated: "WHERE id = :id AND state = 'RUNNING' AND attempt >= :attempt RETURNING",
        test: Test { target: "lib", name: "generations::tests::an_end_comes_once_and_only_from_the_attempt_that_runs" },
    },
    Mutant {
        name: "only what waits can start",
        file: "server/src/generations/store.rs",
        line: "WHERE id = ?1 AND state = 'QUEUED' RETURNING attempt",
        mutated: "WHERE id = ?1 AND state IN ('QUEUED', 'RUNNING') RETURNING attempt",
        test: Test { target: "lib", name: "generations::tests::an_end_comes_once_and_only_from_the_attempt_that_runs" },
    },
    Mutant {
        name: "only what waits is canceled at once",
        file: "server/src/generations/store.rs",
        line: "WHERE id = ?1 AND state = 'QUEUED' RETURNING hold, credits",
        mutated: "WHERE id = ?1 AND state IN ('QUEUED', 'RUNNING') RETURNING hold, credits",
        test: Test { target: "lib", name: "generations::tests::an_end_comes_once_and_only_from_the_attempt_that_runs" },
    },
    Mutant {
        name: "a run reads what was sent",
        file: "server/src/worker/child.rs",
        line: "        check_upload(run, &image, mask.as_deref())?;\n",
        mutated: "",
        test: Test {
            target: "serve",
            name: "faults::a_photo_that_a_loss_of_power_tore_makes_no_other_model_for_credits",
        },
    },
];
