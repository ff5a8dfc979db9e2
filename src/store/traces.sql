-- What of a finding would be found again on another portal.
ALTER TABLE findings ADD COLUMN traces TEXT NOT NULL DEFAULT '[]'; -- JSON: [{"kind", "value"}]

CREATE INDEX findings_by_sight ON findings (last_seen);
