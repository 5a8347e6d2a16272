-- Credits that are bought, disputed and refunded: two more books of a lot, what claims them, and the kinds of entry that
-- move them. SQLite cannot alter a CHECK, so the three tables that have one are written anew; foreign keys are off meanwhile
-- and checked before the migration commits.

-- `frozen`: a dispute has them, and gives them back or takes them. `clawed_back`: the money for them went back.
CREATE TABLE lot_with_claims (
    number          INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    account         INTEGER NOT NULL REFERENCES account (number),
    granted         INTEGER NOT NULL CHECK (granted > 0),
    available       INTEGER NOT NULL CHECK (available >= 0),
    held            INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
    spent           INTEGER NOT NULL DEFAULT 0 CHECK (spent >= 0),
    expired         INTEGER NOT NULL DEFAULT 0 CHECK (expired >= 0),
    frozen          INTEGER NOT NULL DEFAULT 0 CHECK (frozen >= 0),
    clawed_back     INTEGER NOT NULL DEFAULT 0 CHECK (clawed_back >= 0),
    granted_at_ms   INTEGER NOT NULL,
    expires_at_ms   INTEGER NOT NULL CHECK (expires_at_ms > granted_at_ms),
    -- The expiry in force: `expires_at_ms`, or later when credits came back after it (grace period).
    usable_until_ms INTEGER NOT NULL CHECK (usable_until_ms >= expires_at_ms),
    -- What is claimed of the lot: all that becomes available is frozen while `claim_frozen`, and `claim_clawed_back` credits
    -- are to be clawed back, as far as they are not used. The reason is that of the entries that follow.
    claim_frozen      INTEGER NOT NULL DEFAULT 0 CHECK (claim_frozen IN (0, 1)),
    claim_clawed_back INTEGER NOT NULL DEFAULT 0 CHECK (claim_clawed_back BETWEEN 0 AND granted),
    claim_reason      TEXT CHECK (length(claim_reason) > 0),
    CHECK (available + held + spent + expired + frozen + clawed_back = granted),
    CHECK (claim_reason IS NOT NULL OR NOT (claim_frozen OR claim_clawed_back))
) STRICT;
INSERT INTO lot_with_claims (number, id, account, granted, available, held, spent, expired, granted_at_ms, expires_at_ms,
                             usable_until_ms)
SELECT number, id, account, granted, available, held, spent, expired, granted_at_ms, expires_at_ms, usable_until_ms FROM lot;
DROP TABLE lot;
ALTER TABLE lot_with_claims RENAME TO lot;
CREATE INDEX lot_to_spend ON lot (account, usable_until_ms) WHERE available > 0 OR held > 0;
CREATE INDEX lot_to_expire ON lot (usable_until_ms) WHERE available > 0;

CREATE TABLE entry_of_more_kinds (
    number    INTEGER PRIMARY KEY,
    account   INTEGER NOT NULL REFERENCES account (number),
    -- 1, 2, 3, ... within the account: a missing entry shows.
    sequence  INTEGER NOT NULL CHECK (sequence > 0),
    kind      TEXT NOT NULL CHECK (kind IN ('grant', 'purchase', 'hold', 'commit', 'void', 'expiry',
                                            'freeze', 'unfreeze', 'forfeit', 'clawback', 'restore')),
    at_ms     INTEGER NOT NULL,
    hold      INTEGER REFERENCES hold (number),
    -- Why an operator granted, or what claimed the credits (a dispute, a refund).
    reason    TEXT CHECK (length(reason) > 0),
    -- The operator's reference of a grant, or the purchase: the same one grants once.
    reference TEXT CHECK (length(reference) > 0),
    -- The account's running balance after this entry.
    available INTEGER NOT NULL CHECK (available >= 0),
    held      INTEGER NOT NULL CHECK (held >= 0),
    UNIQUE (account, sequence),
    CHECK ((kind IN ('hold', 'commit', 'void')) = (hold IS NOT NULL)),
    CHECK ((kind IN ('grant', 'freeze', 'unfreeze', 'forfeit', 'clawback', 'restore')) = (reason IS NOT NULL)),
    CHECK (kind IN ('grant', 'purchase') OR reference IS NULL),
    CHECK (kind <> 'purchase' OR reference IS NOT NULL)
) STRICT;
INSERT INTO entry_of_more_kinds SELECT number, account, sequence, kind, at_ms, hold, reason, reference, available, held FROM entry;
DROP TABLE entry;
ALTER TABLE entry_of_more_kinds RENAME TO entry;
CREATE UNIQUE INDEX entry_of_hold ON entry (hold, kind) WHERE hold IS NOT NULL;
CREATE UNIQUE INDEX entry_resolves_hold_once ON entry (hold) WHERE kind IN ('commit', 'void');
CREATE UNIQUE INDEX entry_reference ON entry (reference) WHERE reference IS NOT NULL;

CREATE TABLE posting_to_more_books (
    entry           INTEGER NOT NULL REFERENCES entry (number),
    lot             INTEGER NOT NULL REFERENCES lot (number),
    book            TEXT NOT NULL CHECK (book IN ('issued', 'available', 'held', 'spent', 'expired', 'frozen', 'clawed_back')),
    amount          INTEGER NOT NULL CHECK (amount <> 0),
    -- On what enters `available` or `held`: the lot's expiry in force then. A hold thereby remembers it.
    usable_until_ms INTEGER,
    PRIMARY KEY (entry, lot, book),
    CHECK ((amount > 0 AND book IN ('available', 'held')) = (usable_until_ms IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO posting_to_more_books SELECT entry, lot, book, amount, usable_until_ms FROM posting;
DROP TABLE posting;
ALTER TABLE posting_to_more_books RENAME TO posting;

CREATE TRIGGER entry_keeps BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'the journal is append-only: an entry cannot be changed'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry
BEGIN SELECT raise(ABORT, 'the journal is append-only: an entry cannot be deleted'); END;
CREATE TRIGGER posting_keeps BEFORE UPDATE ON posting
BEGIN SELECT raise(ABORT, 'the journal is append-only: a posting cannot be changed'); END;
CREATE TRIGGER posting_stays BEFORE DELETE ON posting
BEGIN SELECT raise(ABORT, 'the journal is append-only: a posting cannot be deleted'); END;
CREATE TRIGGER lot_stays BEFORE DELETE ON lot
BEGIN SELECT raise(ABORT, 'a lot cannot be deleted'); END;
CREATE TRIGGER lot_keeps BEFORE UPDATE OF number, id, account, granted, granted_at_ms, expires_at_ms ON lot
BEGIN SELECT raise(ABORT, 'a lot''s origin cannot be changed'); END;

-- Who an account is. A terminated account (policy P11) keeps its keys and credits; neither works until it is reinstated.
ALTER TABLE account ADD COLUMN role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'operator'));
ALTER TABLE account ADD COLUMN terminated_at_ms INTEGER;

-- What an operator did: who, when, what and why.
CREATE TABLE operator_action (
    number INTEGER PRIMARY KEY,
    at_ms  INTEGER NOT NULL,
    -- An account's id, or `console:USER` for whoever may use the server's own machine.
    actor  TEXT NOT NULL CHECK (length(actor) > 0),
    -- The command, as JSON, without secrets.
    action TEXT NOT NULL CHECK (json_valid(action)),
    -- In the operator's words, where the command has none of its own.
    reason TEXT CHECK (length(reason) > 0)
) STRICT;
CREATE TRIGGER operator_action_keeps BEFORE UPDATE ON operator_action
BEGIN SELECT raise(ABORT, 'what an operator did cannot be changed'); END;
CREATE TRIGGER operator_action_stays BEFORE DELETE ON operator_action
BEGIN SELECT raise(ABORT, 'what an operator did cannot be deleted'); END;
