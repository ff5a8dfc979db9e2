-- Which item of evidence shows which finding. The items themselves are folders beside the database,
-- each with the same in its manifest.
CREATE TABLE evidence (
    fingerprint TEXT    NOT NULL,
    item        TEXT    NOT NULL, -- its path below the evidence folder
    severity    TEXT    NOT NULL, -- of the finding, then
    at          INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX evidence_by_item ON evidence (item);
