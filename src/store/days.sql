-- What was learned of a portal over the nights, and what was new at the last look.
CREATE TABLE days (
    portal     TEXT    PRIMARY KEY,
    learned_at INTEGER NOT NULL,
    memory     BLOB    NOT NULL, -- JSON, deflated
    changes    BLOB    NOT NULL  -- JSON, deflated
) STRICT;
