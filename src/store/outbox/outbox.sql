-- What people are told. An event is written with what it is about; what is owed to whom follows from
-- it; a notice is made once, and sent until it arrives.

CREATE TABLE events (
    id          INTEGER PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE,
    at          INTEGER NOT NULL,
    run         INTEGER REFERENCES runs (id),
    portal      TEXT,
    fingerprint TEXT,
    reopened    INTEGER, -- how often the finding had come back
    happening   TEXT    NOT NULL,
    severity    TEXT    NOT NULL,
    urgent      INTEGER NOT NULL,
    event       TEXT    NOT NULL, -- JSON
    routed      INTEGER NOT NULL DEFAULT 0 -- whether it is known to whom it is owed
) STRICT;

CREATE INDEX events_by_finding ON events (fingerprint, reopened);
CREATE INDEX events_unrouted ON events (id) WHERE routed = 0;

CREATE TABLE notices (
    id              TEXT    PRIMARY KEY,
    occasion        TEXT    NOT NULL,
    contact         TEXT    NOT NULL,
    channel         TEXT    NOT NULL,
    made_at         INTEGER NOT NULL,
    events          INTEGER NOT NULL,
    worst           TEXT,
    content         BLOB    NOT NULL, -- JSON, deflated; empty once it is no longer needed
    state           TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    said            TEXT,
    ended_at        INTEGER
) STRICT;

CREATE INDEX notices_waiting ON notices (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX notices_by_recipient ON notices (contact, channel, made_at);

-- Without a notice it still has to be put into one.
CREATE TABLE owed (
    event   INTEGER NOT NULL REFERENCES events (id),
    contact TEXT    NOT NULL,
    channel TEXT    NOT NULL,
    notice  TEXT    REFERENCES notices (id),
    PRIMARY KEY (event, contact, channel)
) STRICT, WITHOUT ROWID;

CREATE INDEX owed_waiting ON owed (contact, channel) WHERE notice IS NULL;

-- The digests and reminders of each day in Việt Nam that were made, or needed no notice, and up to
-- which event the digest told.
CREATE TABLE daily (
    contact  TEXT    NOT NULL,
    channel  TEXT    NOT NULL,
    occasion TEXT    NOT NULL,
    day      TEXT    NOT NULL,
    event    INTEGER NOT NULL,
    PRIMARY KEY (contact, channel, occasion, day)
) STRICT, WITHOUT ROWID;

-- The days for which it was worked out of what people are to be reminded.
CREATE TABLE reminded (
    day TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
