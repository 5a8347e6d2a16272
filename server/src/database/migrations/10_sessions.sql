-- Who is signed in on the web page.
CREATE TABLE session (
    -- Of the cookie's token, which has 256 random bits.
    sha256        BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    account       TEXT NOT NULL REFERENCES account (id),
    -- The key it was opened with, whose revocation ends it; none for a mailed link.
    key           TEXT REFERENCES api_key (id),
    opened_at_ms  INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL CHECK (expires_at_ms > opened_at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of ON session (account, opened_at_ms);
CREATE INDEX session_by_expiry ON session (expires_at_ms);
