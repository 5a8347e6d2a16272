-- Where accounts want to hear of their generations (Standard Webhooks 1.0), and what was sent there.
CREATE TABLE webhook_endpoint (
    -- Order of the list; a public id never shows it.
    sequence         INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT NOT NULL UNIQUE,
    account          TEXT NOT NULL REFERENCES account (id),
    url              TEXT NOT NULL,
    -- JSON: the names of the events that go there.
    events           TEXT NOT NULL,
    description      TEXT,
    created_at_ms    INTEGER NOT NULL,
    -- Since when every attempt has failed; none while the last one did not.
    failing_since_ms INTEGER,
    disabled_reason  TEXT CHECK (disabled_reason IN ('gone', 'failing')),
    disabled_at_ms   INTEGER,
    -- Its deliveries stay on record as long as others'.
    deleted_at_ms    INTEGER,
    CHECK ((disabled_reason IS NULL) = (disabled_at_ms IS NULL))
) STRICT;
-- What the end of every generation asks for.
CREATE INDEX webhook_endpoint_of ON webhook_endpoint (account, sequence) WHERE deleted_at_ms IS NULL;

-- What signs: the newest of a holder, and those before it for a while.
CREATE TABLE webhook_secret (
    -- An endpoint, or the account whose predictions have webhooks of their own.
    holder   TEXT NOT NULL,
    number   INTEGER NOT NULL,
    key      BLOB NOT NULL CHECK (length(key) BETWEEN 24 AND 64),
    until_ms INTEGER,
    PRIMARY KEY (holder, number)
) STRICT, WITHOUT ROWID;

-- The webhook that a prediction was asked for with: for this generation alone.
CREATE TABLE prediction_webhook (
    generation TEXT PRIMARY KEY REFERENCES generation (id),
    url        TEXT NOT NULL,
    -- JSON: the names of the events that go there; none any more once it said that it is gone.
    events     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Written in the transaction of what it tells.
CREATE TABLE webhook_delivery (
    sequence      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    account       TEXT NOT NULL REFERENCES account (id),
    -- None for a prediction's own webhook.
    endpoint      TEXT REFERENCES webhook_endpoint (id),
    -- None for a test.
    generation    TEXT REFERENCES generation (id),
    event         TEXT NOT NULL,
    -- Among which it waits for its turn: the endpoint, or the account for its predictions' own.
    lane          TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    state         TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
    -- Attempts that failed since it was made, or asked for again.
    failures      INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    due_at_ms     INTEGER,
    ended_at_ms   INTEGER,
    CHECK ((state = 'pending') = (due_at_ms IS NOT NULL)),
    CHECK ((state = 'pending') = (ended_at_ms IS NULL)),
    CHECK (endpoint IS NOT NULL OR generation IS NOT NULL)
) STRICT;
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (lane, due_at_ms) WHERE state = 'pending';
CREATE INDEX webhook_delivery_of ON webhook_delivery (endpoint, sequence);
CREATE INDEX webhook_delivery_ended ON webhook_delivery (ended_at_ms) WHERE state <> 'pending';

CREATE TABLE webhook_attempt (
    delivery INTEGER NOT NULL REFERENCES webhook_delivery (sequence),
    number   INTEGER NOT NULL,
    at_ms    INTEGER NOT NULL,
    -- What was answered; none without an answer.
    status   INTEGER,
    error    TEXT,
    ms       INTEGER NOT NULL CHECK (ms >= 0),
    PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;
