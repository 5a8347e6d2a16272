-- When a retention rule took a generation's artifacts away. What was made stays on record (policy P4, P12): its rows in `artifact`.
CREATE TABLE artifact_expiry (
    generation TEXT PRIMARY KEY REFERENCES generation (id),
    -- The generation's own: those that are due are looked for behind the latest.
    finished_at_ms INTEGER NOT NULL,
    expired_at_ms INTEGER NOT NULL,
    -- None until the files are gone.
    removed_at_ms INTEGER CHECK (removed_at_ms >= expired_at_ms)
) STRICT, WITHOUT ROWID;

CREATE INDEX artifact_expiry_latest ON artifact_expiry (finished_at_ms);
CREATE INDEX artifact_expiry_pending ON artifact_expiry (generation) WHERE removed_at_ms IS NULL;
CREATE INDEX generation_succeeded ON generation (finished_at_ms) WHERE state = 'SUCCEEDED';
