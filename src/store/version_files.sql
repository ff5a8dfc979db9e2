-- Static files that were asked for because they tell the version of a product.
CREATE TABLE version_files (
    portal   TEXT    NOT NULL,
    url      TEXT    NOT NULL,
    asked_at INTEGER NOT NULL,
    file     TEXT    NOT NULL, -- JSON: digests and beginning, or null if there is none
    PRIMARY KEY (portal, url)
) STRICT, WITHOUT ROWID;
