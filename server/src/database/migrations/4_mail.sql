-- Mail that waits, or went: written in the transaction that causes it, so that neither is without the other. It is sent at least
-- once: a server that dies after the last byte and before the note sends it again.
CREATE TABLE mail (
    number       INTEGER PRIMARY KEY,
    recipient    TEXT NOT NULL CHECK (length(recipient) > 0),
    subject      TEXT NOT NULL CHECK (length(subject) > 0),
    text         TEXT NOT NULL CHECK (length(text) > 0),
    queued_at_ms INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- When it is tried (again).
    due_at_ms    INTEGER NOT NULL,
    sent_at_ms   INTEGER,
    -- When it was given up, refused for good or after too many attempts.
    failed_at_ms INTEGER,
    -- What the last attempt failed with.
    error        TEXT,
    CHECK (sent_at_ms IS NULL OR failed_at_ms IS NULL)
) STRICT;
CREATE INDEX mail_due ON mail (due_at_ms) WHERE sent_at_ms IS NULL AND failed_at_ms IS NULL;
