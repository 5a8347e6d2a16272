//! The audit sees where the ledger and what is known of purchases part.

use rusqlite::params;
use server::ledger;
use server::payments;

use crate::bench::Bench;

/// What the audit says after `sql` was done to a purchase that is disputed and half refunded.
#[track_caller]
fn after(sql: &'static str) -> Vec<String> {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (id, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    bench.tell(&story.refunded(500, 2_000));
    bench.tell(&story.dispute("dp_1", "needs_response", 3_000));
    let audit = |tx: &rusqlite::Connection| Ok(ledger::audit(tx, &[payments::audit::check])?.disagreements);
    assert_eq!(bench.write(audit), Vec::<String>::new());
    bench.write(move |tx| {
        tx.execute(sql, params![id.0])?;
        Ok(())
    });
    bench.write(audit)
}

#[test]
fn what_the_ledger_holds_must_be_what_the_facts_say() {
    for (sql, said) in [
        ("UPDATE payment_refunded SET amount_minor = 999 WHERE payment = 'pi_' || ?1", "asks for"),
        ("UPDATE payment_dispute SET status = 'won' WHERE payment = 'pi_' || ?1", "asks for"),
        ("UPDATE account SET terminated_at_ms = NULL WHERE ?1 <> ''", "is in use"),
        ("UPDATE lot SET claim_clawed_back = 60 WHERE ?1 <> ''", "asks for"),
    ] {
        let disagreements = after(sql);
        assert!(disagreements.iter().any(|line| line.contains(said)), "{sql}: {disagreements:?}");
    }
}

/// Policy P1: bought credits without a purchase are seen, and so is a purchase without credits.
#[test]
fn every_bought_credit_has_its_purchase_and_every_paid_purchase_its_credits() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (paid, _) = bench.purchase(&account);
    let (terms, now) = (bench.configuration.credits.terms(), bench.now);
    let disagreements = bench.write(move |tx| {
        let nobodys = ledger::PurchaseId("pur_nobodys".to_owned());
        ledger::grant_purchase(tx, &nobodys, &account, ledger::Credits(60), &terms, now)?;
        tx.execute("UPDATE purchase SET paid_minor = 999, paid_at_ms = 0 WHERE id = ?1", params![paid.0])?;
        Ok(ledger::audit(tx, &[payments::audit::check])?.disagreements)
    });
    assert_eq!(disagreements.len(), 2, "{disagreements:?}");
    assert!(
        disagreements[0].contains("granted nothing") && disagreements[1].contains("pur_nobodys"),
        "{disagreements:?}"
    );
}

#[test]
fn what_was_agreed_and_received_cannot_be_changed() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    for sql in [
        "DELETE FROM purchase",
        "UPDATE purchase SET credits = 600",
        "UPDATE purchase SET policy_sha256 = policy_sha256",
        "UPDATE purchase SET paid_minor = 1",
        "UPDATE purchase SET payment = NULL",
        "UPDATE purchase SET lot = NULL",
        "DELETE FROM provider_event",
        "UPDATE provider_event SET body = x'00'",
    ] {
        let refused = bench.write(move |tx| Ok(tx.execute(sql, []).expect_err(sql).to_string()));
        assert!(["kept", "cannot be changed", "stays"].iter().any(|word| refused.contains(word)), "{sql}: {refused}");
    }
}
