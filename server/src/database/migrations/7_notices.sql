-- What the owner of an account was told by mail (policy P10), so that he is told once. Written with the mail in one transaction.

-- A lot that expires soon. A lot that gets a later expiry (grace period) is told of again.
CREATE TABLE expiry_notice (
    lot             INTEGER NOT NULL REFERENCES lot (number),
    -- The expiry that the notice was about.
    usable_until_ms INTEGER NOT NULL,
    -- The threshold, in days before it.
    days            INTEGER NOT NULL CHECK (days > 0),
    at_ms           INTEGER NOT NULL,
    PRIMARY KEY (lot, usable_until_ms, days)
) STRICT, WITHOUT ROWID;

-- A balance that is low. The next one is told of when an entry after `sequence` had raised it above the threshold.
CREATE TABLE low_balance_notice (
    account  INTEGER NOT NULL REFERENCES account (number),
    -- The last entry of the account's journal then.
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (account, sequence)
) STRICT, WITHOUT ROWID;
