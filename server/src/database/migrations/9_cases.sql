-- Cases (policy P6): what users write in with, and what operators decide. Nothing of a case is ever changed or deleted.
CREATE TABLE support_case (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    account      TEXT NOT NULL REFERENCES account (id),
    subject      TEXT NOT NULL CHECK (length(subject) > 0),
    -- What it is about, where it is about one.
    generation   TEXT REFERENCES generation (id),
    purchase     TEXT REFERENCES purchase (id),
    opened_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX support_case_of_account ON support_case (account, number);
CREATE INDEX support_case_about_generation ON support_case (generation) WHERE generation IS NOT NULL;

CREATE TABLE case_message (
    number        INTEGER PRIMARY KEY,
    case_id       TEXT NOT NULL REFERENCES support_case (id),
    -- An account's id, or `console:USER`.
    author        TEXT NOT NULL CHECK (length(author) > 0),
    from_operator INTEGER NOT NULL CHECK (from_operator IN (0, 1)),
    text          TEXT NOT NULL CHECK (length(text) > 0),
    at_ms         INTEGER NOT NULL
) STRICT;
CREATE INDEX case_message_of ON case_message (case_id, number);

-- One decision a case: who, when, why, and what it caused.
CREATE TABLE case_decision (
    case_id       TEXT PRIMARY KEY REFERENCES support_case (id),
    outcome       TEXT NOT NULL CHECK (outcome IN ('refused', 'credits_restored', 'money_returned')),
    reason        TEXT NOT NULL CHECK (length(reason) > 0),
    actor         TEXT NOT NULL CHECK (length(actor) > 0),
    decided_at_ms INTEGER NOT NULL,
    -- Restored, as this lot, whose grant has the case's id as its reference.
    credits       INTEGER CHECK (credits > 0),
    lot           TEXT UNIQUE REFERENCES lot (id),
    -- Sent back, of the case's purchase, by a refund whose reference is the case's id; in the currency's smallest unit.
    amount_minor  INTEGER CHECK (amount_minor > 0),
    CHECK ((outcome = 'credits_restored') = (credits IS NOT NULL)),
    CHECK ((credits IS NULL) = (lot IS NULL)),
    CHECK ((outcome = 'money_returned') = (amount_minor IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER support_case_keeps BEFORE UPDATE ON support_case
BEGIN SELECT raise(ABORT, 'a case stays as it was opened'); END;
CREATE TRIGGER support_case_stays BEFORE DELETE ON support_case
BEGIN SELECT raise(ABORT, 'cases are kept for ever'); END;
CREATE TRIGGER case_message_keeps BEFORE UPDATE ON case_message
BEGIN SELECT raise(ABORT, 'a message stays as it was written'); END;
CREATE TRIGGER case_message_stays BEFORE DELETE ON case_message
BEGIN SELECT raise(ABORT, 'messages are kept for ever'); END;
CREATE TRIGGER case_message_in_time BEFORE INSERT ON case_message
WHEN EXISTS (SELECT 1 FROM case_decision WHERE case_id = NEW.case_id)
BEGIN SELECT raise(ABORT, 'the case is decided'); END;
CREATE TRIGGER case_decision_keeps BEFORE UPDATE ON case_decision
BEGIN SELECT raise(ABORT, 'a decision cannot be changed'); END;
CREATE TRIGGER case_decision_stays BEFORE DELETE ON case_decision
BEGIN SELECT raise(ABORT, 'a decision cannot be deleted'); END;
