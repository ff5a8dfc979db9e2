-- Texts of script files, each once for all portals: what was put into a library is shown beside what
-- the library was.
CREATE TABLE scripts (
    digest    TEXT    PRIMARY KEY, -- SHA-256 of the text, hexadecimal
    text      BLOB    NOT NULL,    -- deflated
    needed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX scripts_by_age ON scripts (needed_at);
