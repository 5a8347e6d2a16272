-- Purchases, and what their providers said of them. A purchase is a row that collects facts, each of which only grows:
-- that it was paid, what was refunded, how its disputes stand. `payments/reconcile.rs` derives from them what the ledger
-- must hold. Money is in the smallest unit of its currency. No card data: providers keep that.

CREATE TABLE purchase (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    account       TEXT NOT NULL REFERENCES account (id),
    -- What was for sale then; the catalogue may change.
    package       TEXT NOT NULL CHECK (length(package) > 0),
    package_name  TEXT NOT NULL CHECK (length(package_name) > 0),
    credits       INTEGER NOT NULL CHECK (credits > 0),
    price_minor   INTEGER NOT NULL CHECK (price_minor > 0),
    currency      TEXT NOT NULL CHECK (length(currency) = 3),
    provider      TEXT NOT NULL CHECK (provider IN ('stripe', 'btcpay', 'manual')),
    -- What the buyer accepted and acknowledged (policy P9), and from where; no address for what an operator records.
    policy_number INTEGER NOT NULL,
    policy_sha256 TEXT NOT NULL CHECK (length(policy_sha256) = 64),
    examples_seen INTEGER NOT NULL CHECK (examples_seen = 1),
    address       TEXT,
    created_at_ms INTEGER NOT NULL,
    -- The provider's checkout session or invoice, or the operator's reference, and the page where the customer pays.
    session       TEXT,
    url           TEXT,
    -- What refunds and disputes name at the provider.
    payment       TEXT,
    paid_minor    INTEGER CHECK (paid_minor > 0),
    paid_at_ms    INTEGER,
    -- How the session ended when nobody paid.
    unpaid        TEXT CHECK (unpaid IN ('expired', 'failed')),
    -- What it granted.
    lot           TEXT UNIQUE REFERENCES lot (id),
    CHECK ((paid_minor IS NULL) = (paid_at_ms IS NULL)),
    CHECK (lot IS NULL OR paid_minor IS NOT NULL),
    UNIQUE (provider, session),
    UNIQUE (provider, payment)
) STRICT;
CREATE INDEX purchase_of_account ON purchase (account, number);

CREATE TRIGGER purchase_stays BEFORE DELETE ON purchase
BEGIN SELECT raise(ABORT, 'purchases are kept for ever'); END;
CREATE TRIGGER purchase_keeps
BEFORE UPDATE OF number, id, account, package, package_name, credits, price_minor, currency, provider, policy_number,
                 policy_sha256, examples_seen, address, created_at_ms ON purchase
BEGIN SELECT raise(ABORT, 'what was agreed at a purchase cannot be changed'); END;
CREATE TRIGGER purchase_stays_paid BEFORE UPDATE OF payment, paid_minor, paid_at_ms, lot ON purchase
WHEN (OLD.payment IS NOT NULL AND NEW.payment IS NOT OLD.payment)
  OR (OLD.paid_at_ms IS NOT NULL AND (NEW.paid_minor, NEW.paid_at_ms) IS NOT (OLD.paid_minor, OLD.paid_at_ms))
  OR (OLD.lot IS NOT NULL AND NEW.lot IS NOT OLD.lot)
BEGIN SELECT raise(ABORT, 'that a purchase was paid, and what it granted, cannot be changed'); END;

-- An Idempotency-Key of a checkout and the purchase that it began.
CREATE TABLE checkout_key (
    account        TEXT NOT NULL REFERENCES account (id),
    key            TEXT NOT NULL,
    request_sha256 TEXT NOT NULL CHECK (length(request_sha256) = 64),
    purchase       TEXT NOT NULL UNIQUE REFERENCES purchase (id),
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

-- Events of providers as they were received, stored before anything is done about them.
CREATE TABLE provider_event (
    number          INTEGER PRIMARY KEY,
    provider        TEXT NOT NULL CHECK (provider IN ('stripe', 'btcpay')),
    id              TEXT NOT NULL CHECK (length(id) > 0),
    body            BLOB NOT NULL,
    received_at_ms  INTEGER NOT NULL,
    processed_at_ms INTEGER,
    -- applied: its facts are a purchase's. parked: its purchase is not here yet. ignored: it says nothing of purchases.
    -- refused: it cannot be true of its purchase, or cannot be read; `detail` says why.
    outcome         TEXT CHECK (outcome IN ('applied', 'parked', 'ignored', 'refused')),
    detail          TEXT,
    -- What it speaks of at the provider, and the purchase that this is.
    payment         TEXT,
    purchase        TEXT REFERENCES purchase (id),
    UNIQUE (provider, id),
    CHECK ((processed_at_ms IS NULL) = (outcome IS NULL)),
    CHECK ((outcome = 'applied') = (purchase IS NOT NULL))
) STRICT;
CREATE INDEX provider_event_waiting ON provider_event (number) WHERE processed_at_ms IS NULL;
CREATE INDEX provider_event_parked ON provider_event (provider, payment) WHERE outcome = 'parked';
CREATE INDEX provider_event_of_purchase ON provider_event (purchase) WHERE purchase IS NOT NULL;

CREATE TRIGGER provider_event_stays BEFORE DELETE ON provider_event
BEGIN SELECT raise(ABORT, 'events are kept for ever'); END;
CREATE TRIGGER provider_event_keeps BEFORE UPDATE OF number, provider, id, body, received_at_ms ON provider_event
BEGIN SELECT raise(ABORT, 'an event stays as it was received'); END;

-- How much of a payment went back, all refunds together, as the provider counted at `at_ms`; the latest count stands.
CREATE TABLE payment_refunded (
    provider     TEXT NOT NULL,
    payment      TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    at_ms        INTEGER NOT NULL,
    PRIMARY KEY (provider, payment)
) STRICT, WITHOUT ROWID;

-- Refunds one by one; one that was made may still fail, and stays failed. They name a payment whose purchase may not be
-- here yet.
CREATE TABLE payment_refund (
    provider     TEXT NOT NULL,
    id           TEXT NOT NULL,
    payment      TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    status       TEXT NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),
    at_ms        INTEGER NOT NULL,
    PRIMARY KEY (provider, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_refund_of ON payment_refund (provider, payment);

-- Refunds that an operator asked for, written down before the provider is asked: the same reference refunds once, and one
-- whose answer was lost is asked for again under the same key.
CREATE TABLE refund_order (
    purchase      TEXT NOT NULL REFERENCES purchase (id),
    reference     TEXT NOT NULL CHECK (length(reference) > 0),
    amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
    ordered_at_ms INTEGER NOT NULL,
    -- The provider's refund, once it has answered.
    refund        TEXT,
    PRIMARY KEY (purchase, reference)
) STRICT, WITHOUT ROWID;

-- Disputes, each as its latest event says; see `payments/disputes.rs` for what is later.
CREATE TABLE payment_dispute (
    provider      TEXT NOT NULL,
    id            TEXT NOT NULL,
    payment       TEXT NOT NULL,
    amount_minor  INTEGER NOT NULL CHECK (amount_minor >= 0),
    currency      TEXT NOT NULL,
    reason        TEXT NOT NULL,
    -- In the provider's word.
    status        TEXT NOT NULL,
    -- When the event that said so was made.
    at_ms         INTEGER NOT NULL,
    due_by_ms     INTEGER,
    -- Whether it keeps the account terminated.
    terminates    INTEGER NOT NULL DEFAULT 0 CHECK (terminates IN (0, 1)),
    PRIMARY KEY (provider, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_dispute_of ON payment_dispute (provider, payment);
