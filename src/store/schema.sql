-- What canhcong remembers. Times are microseconds since 1970-01-01T00:00:00Z.

-- "canh" in ASCII: tells this database from those of other programs.
PRAGMA application_id = 1667329640;

-- One look at many portals. Without finished_at it was ended before its time and can go on.
CREATE TABLE runs (
    id          INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    started_at  INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;

-- Every address of a portal that is known, and when each kind of visitor last looked at it.
CREATE TABLE pages (
    portal                TEXT    NOT NULL,
    url                   TEXT    NOT NULL,
    found_via             TEXT    NOT NULL,
    last_seen             INTEGER NOT NULL,
    last_status           INTEGER,
    digest                BLOB,
    looked_citizen        INTEGER,
    looked_from_search    INTEGER,
    looked_phone          INTEGER,
    looked_search_crawler INTEGER,
    PRIMARY KEY (portal, url)
) STRICT, WITHOUT ROWID;

CREATE INDEX pages_by_age ON pages (portal, last_seen);

-- Every wound ever seen, as it was at the last look.
CREATE TABLE findings (
    fingerprint    TEXT    PRIMARY KEY,
    portal         TEXT    NOT NULL,
    rule           TEXT    NOT NULL,
    family         TEXT    NOT NULL,
    severity       TEXT    NOT NULL,
    url            TEXT    NOT NULL,
    identity       TEXT    NOT NULL,
    subject        TEXT    NOT NULL,
    excerpt        TEXT    NOT NULL,
    mark_start     INTEGER NOT NULL,
    mark_end       INTEGER NOT NULL,
    place_line     INTEGER NOT NULL,
    place_column   INTEGER NOT NULL,
    place_css      TEXT    NOT NULL,
    signals        TEXT    NOT NULL, -- JSON: [{"kind", "detail"}]
    pages          TEXT    NOT NULL, -- JSON: addresses of the last look
    pages_total    INTEGER NOT NULL,
    confirmed      INTEGER NOT NULL,
    seen_on        TEXT    NOT NULL, -- JSON: [{"url", "identity"}] where it is believed to be
    state          TEXT    NOT NULL CHECK (state IN ('open', 'healed')),
    -- Recorded, but the portal's look has not ended: how it will be told.
    untold         TEXT    CHECK (untold IN ('new', 'reopened')),
    first_seen     INTEGER NOT NULL,
    last_seen      INTEGER NOT NULL,
    healed_at      INTEGER,
    times_reopened INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX findings_by_portal ON findings (portal, state);

-- Which run saw which finding.
CREATE TABLE sightings (
    run         INTEGER NOT NULL REFERENCES runs (id),
    fingerprint TEXT    NOT NULL REFERENCES findings (fingerprint) ON DELETE CASCADE,
    standing    TEXT    NOT NULL,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (run, fingerprint)
) STRICT, WITHOUT ROWID;

CREATE INDEX sightings_by_finding ON sightings (fingerprint);

-- How a run ended for a portal: with its sightings, all that the report needs.
CREATE TABLE portal_runs (
    run       INTEGER NOT NULL REFERENCES runs (id),
    portal    TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    agency    TEXT,
    province  TEXT,
    url       TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    coverage  TEXT    NOT NULL, -- JSON
    failures  TEXT    NOT NULL, -- JSON
    healed    TEXT    NOT NULL, -- JSON
    judged_at INTEGER NOT NULL,
    PRIMARY KEY (run, portal)
) STRICT, WITHOUT ROWID;
