-- Which software a portal runs, as of each look.
ALTER TABLE portal_runs ADD COLUMN software TEXT NOT NULL DEFAULT '[]'; -- JSON
