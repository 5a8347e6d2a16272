-- Accounts by mailed link, keys with names, and mail that carries a secret.

ALTER TABLE api_key ADD COLUMN name TEXT CHECK (length(name) > 0);
-- To the hour: a request must not cost a write.
ALTER TABLE api_key ADD COLUMN last_used_at_ms INTEGER;
-- `revoked_at_ms` may lie ahead: a key that was replaced works until then.

-- Links that were mailed to whoever wants an account, or another key of the account that he has.
CREATE TABLE signup (
    number          INTEGER PRIMARY KEY,
    email           TEXT NOT NULL COLLATE NOCASE,
    -- Of the link's token, which has 256 random bits. Not there for an address that gets no link.
    sha256          BLOB UNIQUE CHECK (length(sha256) = 32),
    requested_at_ms INTEGER NOT NULL,
    expires_at_ms   INTEGER NOT NULL CHECK (expires_at_ms > requested_at_ms),
    used_at_ms      INTEGER
) STRICT;
CREATE INDEX signup_of_email ON signup (email, requested_at_ms);
CREATE INDEX signup_by_time ON signup (requested_at_ms);

-- What stands in the text where the text has a mark for it; set to NULL when the mail went or was given up. Such a mail is not
-- sent after the time from which on the secret is worthless.
ALTER TABLE mail ADD COLUMN secret TEXT CHECK (length(secret) > 0);
ALTER TABLE mail ADD COLUMN useless_from_ms INTEGER;
-- Whoever waits for a link does not stand behind a mail to everybody.
CREATE INDEX mail_urgent ON mail (due_at_ms) WHERE sent_at_ms IS NULL AND failed_at_ms IS NULL AND useless_from_ms IS NOT NULL;
