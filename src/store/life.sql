-- What becomes of a finding: nights on which it was gone, and what people decide about it.

-- Nights in a row on which an open finding was gone; NULL where it was there at the last look.
ALTER TABLE findings ADD COLUMN clean_nights INTEGER;
ALTER TABLE findings ADD COLUMN clean_since INTEGER;
ALTER TABLE findings ADD COLUMN clean_counted_at INTEGER;

-- What people did. Nothing here is ever changed or deleted.
CREATE TABLE acts (
    id          INTEGER PRIMARY KEY,
    fingerprint TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    deed        TEXT    NOT NULL CHECK (deed IN ('acknowledged', 'muted', 'closed', 'reopened')),
    until       TEXT, -- the last day of a mute, in Việt Nam
    why         TEXT,
    severity    TEXT    NOT NULL, -- of the finding, then
    subject     TEXT    NOT NULL, -- of the finding, then
    CHECK ((deed = 'muted') = (until IS NOT NULL))
) STRICT;

CREATE INDEX acts_by_finding ON acts (fingerprint);

CREATE TRIGGER acts_are_not_changed BEFORE UPDATE ON acts
BEGIN SELECT RAISE(ABORT, 'acts are kept as they were done'); END;

CREATE TRIGGER acts_are_not_deleted BEFORE DELETE ON acts
BEGIN SELECT RAISE(ABORT, 'acts are kept as they were done'); END;

ALTER TABLE portal_runs ADD COLUMN clearing TEXT NOT NULL DEFAULT '[]'; -- JSON
ALTER TABLE portal_runs ADD COLUMN watch TEXT; -- JSON

CREATE INDEX portal_runs_by_portal ON portal_runs (portal, judged_at);
