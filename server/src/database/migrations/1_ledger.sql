-- The credit ledger: an append-only double-entry journal (`entry`, `posting`) and what follows from it (`account`,
-- `lot`, `hold`), kept beside it so that a balance is one row. `oneclick3d ledger audit` recomputes the second from the
-- first. Times are milliseconds since 1970 (UTC).
--
-- Every credit of a lot is at any time in one of four books: available, held, spent, expired. The book `issued` stands
-- opposite: a grant posts -n to it and +n to available, so that the postings of every entry sum to zero.

CREATE TABLE account (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    email         TEXT NOT NULL UNIQUE COLLATE NOCASE,
    created_at_ms INTEGER NOT NULL,
    available     INTEGER NOT NULL DEFAULT 0 CHECK (available >= 0),
    held          INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
    -- How many entries its journal has: the last `entry.sequence`.
    entries       INTEGER NOT NULL DEFAULT 0 CHECK (entries >= 0)
) STRICT;

CREATE TABLE api_key (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    account       INTEGER NOT NULL REFERENCES account (number),
    -- The key has 256 random bits, so one round of SHA-256 is enough: there is nothing to guess.
    sha256        BLOB NOT NULL CHECK (length(sha256) = 32),
    created_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER
) STRICT;
CREATE INDEX api_key_account ON api_key (account);

CREATE TABLE lot (
    number          INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    account         INTEGER NOT NULL REFERENCES account (number),
    granted         INTEGER NOT NULL CHECK (granted > 0),
    available       INTEGER NOT NULL CHECK (available >= 0),
    held            INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
    spent           INTEGER NOT NULL DEFAULT 0 CHECK (spent >= 0),
    expired         INTEGER NOT NULL DEFAULT 0 CHECK (expired >= 0),
    granted_at_ms   INTEGER NOT NULL,
    expires_at_ms   INTEGER NOT NULL CHECK (expires_at_ms > granted_at_ms),
    -- The expiry in force: `expires_at_ms`, or later when credits came back from a hold after it (grace period).
    usable_until_ms INTEGER NOT NULL CHECK (usable_until_ms >= expires_at_ms),
    CHECK (available + held + spent + expired = granted)
) STRICT;
CREATE INDEX lot_to_spend ON lot (account, usable_until_ms) WHERE available > 0 OR held > 0;
CREATE INDEX lot_to_expire ON lot (usable_until_ms) WHERE available > 0;

CREATE TABLE hold (
    number         INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    account        INTEGER NOT NULL REFERENCES account (number),
    credits        INTEGER NOT NULL CHECK (credits > 0),
    state          TEXT NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'committed', 'voided')),
    created_at_ms  INTEGER NOT NULL,
    resolved_at_ms INTEGER,
    CHECK ((state = 'held') = (resolved_at_ms IS NULL))
) STRICT;
CREATE INDEX hold_open ON hold (account) WHERE state = 'held';

-- The journal: what happened, to whom, when.
CREATE TABLE entry (
    number    INTEGER PRIMARY KEY,
    account   INTEGER NOT NULL REFERENCES account (number),
    -- 1, 2, 3, ... within the account: a missing entry shows.
    sequence  INTEGER NOT NULL CHECK (sequence > 0),
    kind      TEXT NOT NULL CHECK (kind IN ('grant', 'hold', 'commit', 'void', 'expiry')),
    at_ms     INTEGER NOT NULL,
    hold      INTEGER REFERENCES hold (number),
    -- Why an operator granted, and his reference: the same reference grants once.
    reason    TEXT CHECK (length(reason) > 0),
    reference TEXT CHECK (length(reference) > 0),
    -- The account's running balance after this entry.
    available INTEGER NOT NULL CHECK (available >= 0),
    held      INTEGER NOT NULL CHECK (held >= 0),
    UNIQUE (account, sequence),
    CHECK ((kind IN ('hold', 'commit', 'void')) = (hold IS NOT NULL)),
    CHECK ((kind = 'grant') = (reason IS NOT NULL)),
    CHECK (kind = 'grant' OR reference IS NULL)
) STRICT;
CREATE UNIQUE INDEX entry_of_hold ON entry (hold, kind) WHERE hold IS NOT NULL;
CREATE UNIQUE INDEX entry_resolves_hold_once ON entry (hold) WHERE kind IN ('commit', 'void');
CREATE UNIQUE INDEX entry_reference ON entry (reference) WHERE reference IS NOT NULL;

-- The journal: which credits moved, out of one book and into another.
CREATE TABLE posting (
    entry           INTEGER NOT NULL REFERENCES entry (number),
    lot             INTEGER NOT NULL REFERENCES lot (number),
    book            TEXT NOT NULL CHECK (book IN ('issued', 'available', 'held', 'spent', 'expired')),
    amount          INTEGER NOT NULL CHECK (amount <> 0),
    -- On what enters `available` or `held`: the lot's expiry in force then. A hold thereby remembers it.
    usable_until_ms INTEGER,
    PRIMARY KEY (entry, lot, book),
    CHECK ((amount > 0 AND book IN ('available', 'held')) = (usable_until_ms IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- What was written in the journal stays as it was written.
CREATE TRIGGER entry_keeps BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'the journal is append-only: an entry cannot be changed'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry
BEGIN SELECT raise(ABORT, 'the journal is append-only: an entry cannot be deleted'); END;
CREATE TRIGGER posting_keeps BEFORE UPDATE ON posting
BEGIN SELECT raise(ABORT, 'the journal is append-only: a posting cannot be changed'); END;
CREATE TRIGGER posting_stays BEFORE DELETE ON posting
BEGIN SELECT raise(ABORT, 'the journal is append-only: a posting cannot be deleted'); END;

-- The rows that the journal speaks of stay, and a hold resolves once.
CREATE TRIGGER account_stays BEFORE DELETE ON account
BEGIN SELECT raise(ABORT, 'an account cannot be deleted'); END;
CREATE TRIGGER lot_stays BEFORE DELETE ON lot
BEGIN SELECT raise(ABORT, 'a lot cannot be deleted'); END;
CREATE TRIGGER lot_keeps BEFORE UPDATE OF number, id, account, granted, granted_at_ms, expires_at_ms ON lot
BEGIN SELECT raise(ABORT, 'a lot''s origin cannot be changed'); END;
CREATE TRIGGER hold_stays BEFORE DELETE ON hold
BEGIN SELECT raise(ABORT, 'a hold cannot be deleted'); END;
CREATE TRIGGER hold_keeps BEFORE UPDATE ON hold WHEN OLD.state <> 'held'
BEGIN SELECT raise(ABORT, 'a hold resolves once'); END;
