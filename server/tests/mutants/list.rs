//! The lines: what each says, what it would say without its promise, and the test that must fail then.

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

const fn payments(name: &'static str) -> Test {
    Test { target: "payments", name }
}

const HISTORIES: Test = Test { target: "histories", name: "sequential::histories_agree_with_the_model" };

pub const MUTANTS: &[Mutant] = &[
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
    // Purchases.
    Mutant {
        name: "nothing is granted before it is paid",
        file: "server/src/payments/reconcile.rs",
        line: "if purchase.paid_minor.is_some() {",
        mutated: "if purchase.session.is_some() {",
        test: payments("lessons::an_unpaid_session_grants_nothing"),
    },
    Mutant {
        name: "so much is paid as it costs",
        file: "server/src/payments/facts.rs",
        line: "if *currency == package.currency && amount_minor >= package.price_minor {",
        mutated: "if *currency == package.currency {",
        test: payments("lessons::what_cannot_be_true_of_its_purchase_is_refused_and_grants_nothing"),
    },
    Mutant {
        name: "an open dispute freezes",
        file: "server/src/payments/reconcile.rs",
        line: "Claim { frozen: standing.open, clawed_back }",
        mutated: "Claim { frozen: standing.open && standing.lost, clawed_back }",
        test: payments("lessons::a_dispute_may_arrive_before_the_purchase_event_and_waits_for_it"),
    },
    Mutant {
        name: "the same money goes back once",
        file: "server/src/payments/reconcile.rs",
        line: "if standing.lost { purchase.package.credits } else { share(purchase) }",
        mutated: "if standing.lost { Credits(purchase.package.credits.0 + share(purchase).0) } else { share(purchase) }",
        test: payments("lessons::a_lost_dispute_and_a_refund_of_the_same_money_claim_once"),
    },
    Mutant {
        name: "a refund is in proportion to what was paid",
        file: "server/src/payments/reconcile.rs",
        line: "i128::from(purchase.refunded_minor.max(0)) / i128::from(paid);",
        mutated: "i128::from(purchase.refunded_minor.max(0)) / i128::from(paid + 100);",
        test: payments("lessons::refunds_claw_back_in_credits_by_difference"),
    },
    Mutant {
        name: "a dispute ends its account",
        file: "server/src/payments/reconcile.rs",
        line: "        ledger::terminate_account(tx, account, now)?;\n",
        mutated: "",
        test: payments("lessons::an_inquiry_ends_no_account_and_a_dispute_that_it_becomes_does"),
    },
    Mutant {
        name: "an inquiry is no dispute",
        file: "server/src/payments/disputes.rs",
        line: "warning if warning.starts_with(\"warning_\") => Meaning::Inquiry,",
        mutated: "warning if warning.starts_with(\"warning_\") => Meaning::Open,",
        test: payments("lessons::an_inquiry_ends_no_account_and_a_dispute_that_it_becomes_does"),
    },
    Mutant {
        name: "an account comes back after its last dispute",
        file: "server/src/payments/reconcile.rs",
        line: "if over && !disputes::any_terminates(tx, account)? {",
        mutated: "if over {",
        test: payments("lessons::an_account_comes_back_when_the_last_of_its_disputes_is_won_and_not_before"),
    },
    Mutant {
        name: "of two events the later in a dispute's life stands",
        file: "server/src/payments/disputes.rs",
        line: "key(&dispute.status, at) > key(&status, known_at)",
        mutated: "key(&dispute.status, at) != key(&status, known_at)",
        test: payments("orders::every_order_of_the_six_events_with_repetitions_ends_in_one_state"),
    },
    Mutant {
        name: "refunds told twice count once",
        file: "server/src/payments/refunds.rs",
        line: "SELECT max(0,\n                 coalesce(",
        mutated: "SELECT sum(0 +\n                 coalesce(",
        test: payments("lessons::a_refund_told_twice_in_two_kinds_of_event_counts_once"),
    },
    Mutant {
        name: "a refund that failed stays failed",
        file: "server/src/payments/refunds.rs",
        line: "WHERE (CASE excluded.status WHEN 'pending' THEN 0 WHEN 'succeeded' THEN 1 ELSE 2 END",
        mutated: "WHERE (CASE excluded.status WHEN 'pending' THEN 0 WHEN 'succeeded' THEN 3 ELSE 2 END",
        test: payments("lessons::a_refund_that_failed_stays_failed_whatever_comes_late"),
    },
    // What carries them.
    Mutant {
        name: "what is refused is undone",
        file: "server/src/database/writer.rs",
        line: "    if !keep {\n        execute(connection, \"ROLLBACK TO work\")?;\n    }\n",
        mutated: "",
        test: Test { target: "database", name: "what_waits_shares_one_commit_and_a_failure_undoes_only_itself" },
    },
    Mutant {
        name: "a webhook's signature is checked",
        file: "server/src/payments/stripe/signature.rs",
        line: "    if !agree {",
        mutated: "    if !agree && signatures.is_empty() {",
        test: Test { target: "serve", name: "payments::only_what_is_signed_for_this_moment_is_stored" },
    },
    Mutant {
        name: "a recorded webhook cannot be sent again later",
        file: "server/src/payments/stripe/signature.rs",
        line: "now.unix_timestamp().abs_diff(made) > TOLERANCE.as_secs()",
        mutated: "now.unix_timestamp().abs_diff(made) > TOLERANCE.as_secs() * 1_000",
        test: Test { target: "serve", name: "payments::only_what_is_signed_for_this_moment_is_stored" },
    },
    Mutant {
        name: "a terminated account's keys do not work",
        file: "server/src/http/auth.rs",
        line: "Some(ledger::Caller { terminated: true, .. }) => Err",
        mutated: "Some(ledger::Caller { terminated: true, ref account, .. }) if account.0.is_empty() => Err",
        test: Test {
            target: "serve",
            name: "payments::a_dispute_ends_the_account_at_once_and_a_won_one_gives_it_back_as_it_was",
        },
    },
    // Other services' APIs.
    Mutant {
        name: "a link is one that this server made",
        file: "server/src/link_key.rs",
        line: "verify_slice(&signature).map_err(|_| LinkError::Forged)?;",
        mutated: "verify_slice(&signature).map_err(|_| LinkError::Forged).unwrap_or(());",
        test: Test {
            target: "serve",
            name: "compat_meshy::a_link_opens_its_own_file_until_it_expires_and_not_for_an_account_that_was_ended",
        },
    },
    Mutant {
        name: "a link ends at its time",
        file: "server/src/link_key.rs",
        line: "if now.unix_timestamp() < expires {",
        mutated: "if now.unix_timestamp() < expires + 60 {",
        test: Test {
            target: "serve",
            name: "compat_meshy::a_link_opens_its_own_file_until_it_expires_and_not_for_an_account_that_was_ended",
        },
    },
    Mutant {
        name: "a terminated account's links do not work",
        file: "server/src/http/links.rs",
        line: "    if terminated {",
        mutated: "    if terminated && head_only {",
        test: Test {
            target: "serve",
            name: "compat_meshy::a_link_opens_its_own_file_until_it_expires_and_not_for_an_account_that_was_ended",
        },
    },
    Mutant {
        name: "a deleted task's files are gone",
        file: "server/src/http/compat/meshy/mod.rs",
        line: "storage.remove_artifacts(&id)",
        mutated: "drop((storage, id))",
        test: Test {
            target: "serve",
            name: "compat_meshy::tasks_are_listed_in_pages_from_either_end_until_they_are_deleted",
        },
    },
    Mutant {
        name: "a file sent ahead is its account's alone",
        file: "server/src/input_files.rs",
        line: "let path = self.directory.join(&account.0).join(&id.0);\n        let read",
        mutated: "let path = fs::read_dir(&self.directory)?.map(|entry| entry.map(|entry| entry.path().join(&id.0)).unwrap_or_default()).find(|path| path.exists()).unwrap_or_default(); let _ = account;\n        let read",
        test: Test { target: "lib", name: "input_files::tests::a_file_is_its_accounts_alone_for_an_hour" },
    },
];
