-- Generations whose owner deleted what they made. The generation itself stays (policy P4), and so does its delivery record (P12).
CREATE TABLE deletion (
    generation TEXT PRIMARY KEY REFERENCES generation (id),
    deleted_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER deletion_stays BEFORE UPDATE ON deletion
BEGIN
    SELECT RAISE(ABORT, 'what was deleted stays so');
END;
CREATE TRIGGER deletion_keeps BEFORE DELETE ON deletion
BEGIN
    SELECT RAISE(ABORT, 'what was deleted stays so');
END;
