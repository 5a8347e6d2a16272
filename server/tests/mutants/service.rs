//! The lines of what is sold, decided and served.

use crate::list::{HISTORIES, Mutant, Test, payments};

/// Of purchases, cases, sessions, and what carries them.
pub const SERVICE: &[Mutant] = &[
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
    Mutant {
        name: "a checkout's key is looked up",
        file: "server/src/payments/checkout.rs",
        line: "&& let Some(id) = KEYS.find::<Error>(tx, &request.account, key)?\n",
        mutated: "&& let Some(id) = KEYS.find::<Error>(tx, &request.account, key)?.filter(|_| false)\n",
        test: HISTORIES,
    },
    Mutant {
        name: "the operator's reference sells one thing",
        file: "server/src/payments/manual.rs",
        line: "if before.account == *account && before.package.id == package.id {",
        mutated: "if before.account == *account || before.package.id == package.id {",
        test: HISTORIES,
    },
    Mutant {
        name: "what was ordered back and not answered counts",
        file: "server/src/payments/refund_orders.rs",
        line: "let left = paid - purchase.refunded_minor - waiting;",
        mutated: "let left = paid - purchase.refunded_minor - 0 * waiting;",
        test: HISTORIES,
    },
    Mutant {
        name: "nothing is sent back of what is disputed",
        file: "server/src/payments/refund_orders.rs",
        line: "if matches!(purchase.state, PurchaseState::Disputed | PurchaseState::ChargedBack) {",
        mutated: "if matches!(purchase.state, PurchaseState::ChargedBack) {",
        test: HISTORIES,
    },
    // Cases.
    Mutant {
        name: "a case is opened once under its key",
        file: "server/src/http/cases.rs",
        line: "|key| Ok(CaseId::of_key(&account, key.name()))",
        mutated: "|_| CaseId::random()",
        test: Test { target: "serve", name: "cases::a_case_whose_answer_was_lost_is_not_opened_twice" },
    },
    Mutant {
        name: "a case is decided once",
        file: "server/src/cases/decision.rs",
        line: "if let Some(decision) = &case.decision {",
        mutated: "if let Some(decision) = case.decision.as_ref().filter(|_| false) {",
        test: HISTORIES,
    },
    Mutant {
        name: "a case restores what no other gave back",
        file: "server/src/cases/decision.rs",
        line: "Ok(Credits((cost.unwrap_or(0) - restored).max(0)))",
        mutated: "Ok(Credits((cost.unwrap_or(0) - 0 * restored).max(0)))",
        test: Test {
            target: "serve",
            name: "cases::p8_a_decision_restores_what_a_generation_took_and_never_more_or_twice",
        },
    },
    Mutant {
        name: "what was ordered for a case decides it",
        file: "server/src/cases/decision.rs",
        line: "(_, Some(amount_minor)) => return Err(Error::RefundOrdered { case: id.clone(), amount_minor }),",
        mutated: "(_, Some(_)) => {}",
        test: HISTORIES,
    },
    // Sessions.
    Mutant {
        name: "a change with a cookie needs the CSRF token",
        file: "server/src/http/auth.rs",
        line: "            sessions::check_csrf(&parts.headers, &token)?;\n",
        mutated: "",
        test: Test {
            target: "serve",
            name: "sessions::a_key_signs_in_and_what_changes_something_needs_the_csrf_token",
        },
    },
    Mutant {
        name: "a CSRF token is of its session",
        file: "server/src/sessions.rs",
        line: "self.csrf_token().as_bytes().ct_eq(presented.as_bytes()).into()",
        mutated: "self.csrf_token().len() == presented.len()",
        test: Test {
            target: "serve",
            name: "sessions::a_key_signs_in_and_what_changes_something_needs_the_csrf_token",
        },
    },
    Mutant {
        name: "a session ends",
        file: "server/src/sessions.rs",
        line: "WHERE session.sha256 = ?1 AND expires_at_ms > ?2 AND (",
        mutated: "WHERE session.sha256 = ?1 AND (",
        test: Test { target: "lib", name: "sessions::tests::a_session_lasts_until_it_is_over_or_closed" },
    },
    Mutant {
        name: "a session ends with its key",
        file: "server/src/sessions.rs",
        line: "(revoked_at_ms IS NULL OR revoked_at_ms > ?2)",
        mutated: "(revoked_at_ms IS NULL OR revoked_at_ms > 0)",
        test: Test { target: "serve", name: "sessions::a_revoked_key_ends_the_sessions_that_it_opened" },
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
        line: "Some(ledger::Caller { terminated: true, .. }) => Err(terminated()),",
        mutated: "Some(ledger::Caller { terminated: true, account, .. }) if account.0.is_empty() => Err(terminated()),",
        test: Test {
            target: "serve",
            name: "payments::a_dispute_ends_the_account_at_once_and_a_won_one_gives_it_back_as_it_was",
        },
    },
    Mutant {
        name: "evidence is sent to operators alone",
        file: "server/src/http/evidence.rs",
        line: "operators::check_role(&caller)?;",
        mutated: "operators::check_role(&caller).ok();",
        test: Test { target: "serve", name: "evidence::p11_the_evidence_is_sent_to_operators_and_to_nobody_else" },
    },
];
