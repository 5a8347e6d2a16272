-- An Idempotency-Key and the case that its message was written in.
CREATE TABLE case_message_key (
    account TEXT NOT NULL REFERENCES account (id),
    key TEXT NOT NULL,
    request_sha256 TEXT NOT NULL CHECK (length(request_sha256) = 64),
    case_id TEXT NOT NULL REFERENCES support_case (id),
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
