-- What the service promised, and when (policy P13): each published pair of pages for ever, who was told of it, who accepted it.
CREATE TABLE policy_version (
    number          INTEGER PRIMARY KEY,
    -- Of `refunds`, a zero byte and `terms`, in lower-case hexadecimal. A text that comes back is a new version all the same.
    sha256          TEXT NOT NULL CHECK (length(sha256) = 64),
    published_at_ms INTEGER NOT NULL,
    -- The pages' contents, HTML, with all placeholders filled in but {{last_updated}}: the date is the version's, not the text's.
    refunds         TEXT NOT NULL CHECK (length(refunds) > 0),
    terms           TEXT NOT NULL CHECK (length(terms) > 0)
) STRICT;
CREATE INDEX policy_version_by_hash ON policy_version (sha256);
CREATE TRIGGER policy_version_keeps BEFORE UPDATE ON policy_version
BEGIN SELECT raise(ABORT, 'a policy that was published cannot be changed'); END;
CREATE TRIGGER policy_version_stays BEFORE DELETE ON policy_version
BEGIN SELECT raise(ABORT, 'a policy that was published cannot be deleted'); END;

-- A material change, of which every account is told by mail: the accounts up to the number `reached` have been.
CREATE TABLE policy_announcement (
    version        INTEGER PRIMARY KEY REFERENCES policy_version (number),
    -- What changed, in the operator's words.
    summary        TEXT CHECK (length(summary) > 0),
    reached        INTEGER NOT NULL DEFAULT 0 CHECK (reached >= 0),
    mailed         INTEGER NOT NULL DEFAULT 0 CHECK (mailed >= 0),
    finished_at_ms INTEGER
) STRICT;
CREATE INDEX policy_announcement_open ON policy_announcement (version) WHERE finished_at_ms IS NULL;

-- Who accepted which version first when and how: at a purchase, or by using the service after the change.
CREATE TABLE policy_acceptance (
    account        TEXT NOT NULL REFERENCES account (id),
    version        INTEGER NOT NULL REFERENCES policy_version (number),
    how            TEXT NOT NULL CHECK (how IN ('purchase', 'use')),
    -- The client's address, where it is known.
    address        TEXT CHECK (length(address) > 0),
    accepted_at_ms INTEGER NOT NULL,
    PRIMARY KEY (account, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER policy_acceptance_keeps BEFORE UPDATE ON policy_acceptance
BEGIN SELECT raise(ABORT, 'what was accepted cannot be changed'); END;
CREATE TRIGGER policy_acceptance_stays BEFORE DELETE ON policy_acceptance
BEGIN SELECT raise(ABORT, 'what was accepted cannot be deleted'); END;
