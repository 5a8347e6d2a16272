-- Generations, and the holds of the ledger that pay for them. Every generation for ever (policy P4): the row outlives its artifacts.
CREATE TABLE generation (
    -- Order of the history; a public id never shows it.
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    -- What pays for it; created in the same transaction.
    hold TEXT NOT NULL UNIQUE REFERENCES hold (id),
    credits INTEGER NOT NULL CHECK (credits > 0),
    state TEXT NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED')),
    -- Compared, with the state, whenever a run ends: a run that was given up cannot end a later one.
    attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    -- JSON, as the worker takes them.
    options TEXT NOT NULL,
    -- The stage and fraction that a run that ended had reached.
    stage TEXT,
    fraction REAL NOT NULL DEFAULT 0,
    fault_kind TEXT,
    fault_message TEXT,
    -- JSON, the engine's report of a run that succeeded.
    report TEXT,
    created_at_ms INTEGER NOT NULL,
    started_at_ms INTEGER,
    finished_at_ms INTEGER,
    CHECK ((state = 'FAILED') = (fault_kind IS NOT NULL)),
    CHECK ((fault_kind IS NULL) = (fault_message IS NULL)),
    CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELED')) = (finished_at_ms IS NOT NULL))
) STRICT;

CREATE INDEX generation_of_account ON generation (account, sequence);
CREATE INDEX generation_open ON generation (state) WHERE state IN ('QUEUED', 'RUNNING');

-- A generation that ended stays as it ended.
CREATE TRIGGER generation_ends_once BEFORE UPDATE ON generation
WHEN OLD.state IN ('SUCCEEDED', 'FAILED', 'CANCELED')
BEGIN
    SELECT RAISE(ABORT, 'a generation that ended cannot change');
END;
CREATE TRIGGER generation_stays BEFORE DELETE ON generation
BEGIN
    SELECT RAISE(ABORT, 'generations are kept for ever');
END;

-- The delivery record (policy P12): what was made, and when its owner fetched it.
CREATE TABLE artifact (
    generation TEXT NOT NULL REFERENCES generation (id),
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    first_downloaded_at_ms INTEGER,
    last_downloaded_at_ms INTEGER,
    PRIMARY KEY (generation, format)
) STRICT, WITHOUT ROWID;

-- An Idempotency-Key and the generation it created; written only together with that generation, so that a request
-- that was refused leaves its key unused.
CREATE TABLE idempotency_key (
    account TEXT NOT NULL REFERENCES account (id),
    key TEXT NOT NULL,
    request_sha256 TEXT NOT NULL CHECK (length(request_sha256) = 64),
    generation TEXT NOT NULL UNIQUE REFERENCES generation (id),
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
