//! Disputes and refunds as the ledger sees them (policy P11, P15): claims on a lot, by example.

use crate::scripts::run;

#[test]
fn a_purchase_is_granted_once() {
    run("
        purchase P1 alice 60       -> ok available=60
        purchase P1 alice 60       -> granted_before
        purchase P1 alice 50       -> reference_reused
        purchase P1 bob   60       -> reference_reused
        journal alice              -> purchase 60 => 60+0
    ");
}

#[test]
fn a_dispute_freezes_what_is_there_and_a_won_one_gives_exactly_that_back() {
    run("
        purchase P1 alice 60
        purchase P2 alice 20
        hold  H1 alice 10          -> ok available=70
        commit H1
        claim P1 frozen 0          -> frozen=50 clawed_back=0 shortfall=0
        claim P1 frozen 0          -> frozen=50 clawed_back=0 shortfall=0
        balance alice              -> available=20 held=0 P1=0/60 until=365 P2=20/20 until=365
        hold  H2 alice 30          -> insufficient needed=30 available=20
        claim P1 free 0            -> frozen=0 clawed_back=0 shortfall=0
        balance alice              -> available=70 held=0 P1=50/60 until=365 P2=20/20 until=365
        journal alice              -> purchase 60 => 60+0, purchase 20 => 80+0, hold 10 => 70+10, commit 10 => 70+0, freeze 50 => 20+0, unfreeze 50 => 70+0
    ");
}

#[test]
fn what_was_on_hold_when_a_dispute_came_is_frozen_when_it_comes_back() {
    run("
        purchase P1 alice 20
        hold  H1 alice 10          -> ok available=10
        claim P1 frozen 0          -> frozen=10 clawed_back=0 shortfall=0
        void  H1                   -> ok available=0
        claim P1 free 0            -> frozen=0 clawed_back=0 shortfall=0
        balance alice              -> available=20 held=0 P1=20/20 until=365
    ");
}

#[test]
fn a_refund_claws_back_by_difference_and_what_is_on_hold_when_it_comes_back() {
    run("
        purchase P1 alice 60
        hold  H1 alice 10
        hold  H2 alice 10
        commit H2
        claim P1 free 30           -> frozen=0 clawed_back=30 shortfall=0
        claim P1 free 30           -> frozen=0 clawed_back=30 shortfall=0
        claim P1 free 60           -> frozen=0 clawed_back=40 shortfall=20
        void  H1                   -> ok available=0
        claim P1 free 60           -> frozen=0 clawed_back=50 shortfall=10
        journal alice              -> purchase 60 => 60+0, hold 10 => 50+10, hold 10 => 40+20, commit 10 => 40+10, clawback 30 => 10+10, clawback 10 => 0+10, void 10 => 10+0, clawback 10 => 0+0
    ");
}

#[test]
fn a_refund_that_failed_restores_what_it_took() {
    run("
        purchase P1 alice 60
        claim P1 free 60           -> frozen=0 clawed_back=60 shortfall=0
        claim P1 free 0            -> frozen=0 clawed_back=0 shortfall=0
        balance alice              -> available=60 held=0 P1=60/60 until=365
    ");
}

#[test]
fn a_lost_dispute_takes_what_it_froze_and_a_later_refund_nothing_more() {
    run("
        purchase P1 alice 60
        hold  H1 alice 10
        commit H1
        claim P1 frozen 0          -> frozen=50 clawed_back=0 shortfall=0
        claim P1 free 60           -> frozen=0 clawed_back=50 shortfall=10
        claim P1 free 60           -> frozen=0 clawed_back=50 shortfall=10
        journal alice              -> purchase 60 => 60+0, hold 10 => 50+10, commit 10 => 50+0, freeze 50 => 0+0, forfeit 50 => 0+0
    ");
}

#[test]
fn a_refund_during_a_dispute_is_not_given_back_when_the_dispute_is_won() {
    run("
        purchase P1 alice 60
        claim P1 frozen 0          -> frozen=60 clawed_back=0 shortfall=0
        claim P1 frozen 30         -> frozen=30 clawed_back=30 shortfall=0
        claim P1 free 30           -> frozen=0 clawed_back=30 shortfall=0
        balance alice              -> available=30 held=0 P1=30/60 until=365
    ");
}

#[test]
fn frozen_credits_do_not_expire_and_have_the_grace_period_when_they_come_back_late() {
    run("
        purchase P1 alice 60
        day 300
        claim P1 frozen 0          -> frozen=60 clawed_back=0 shortfall=0
        day 400
        expire                     -> lots=0
        claim P1 free 0            -> frozen=0 clawed_back=0 shortfall=0
        balance alice              -> available=60 held=0 P1=60/60 until=430
    ");
}

#[test]
fn what_expired_before_a_dispute_stays_expired() {
    run("
        purchase P1 alice 60
        day 365
        claim P1 frozen 0          -> frozen=0 clawed_back=0 shortfall=0
        claim P1 free 0            -> frozen=0 clawed_back=0 shortfall=0
        journal alice              -> purchase 60 => 60+0, expiry 60 => 0+0
    ");
}

#[test]
fn a_terminated_account_holds_nothing_and_a_reinstated_one_as_before() {
    run("
        purchase P1 alice 60
        hold  H1 alice 10
        terminate alice
        terminate alice
        hold  H2 alice 10          -> terminated
        void  H1                   -> ok available=60
        reinstate alice
        hold  H2 alice 10          -> ok available=50
    ");
}

#[test]
fn no_more_is_claimed_than_was_granted() {
    run("
        purchase P1 alice 60
        claim P1 free 61           -> invalid
        claim P1 free -1           -> invalid
        balance alice              -> available=60 held=0 P1=60/60 until=365
    ");
}
