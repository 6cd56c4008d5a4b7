// Everything the kiosk must know after a power cut is in one file, so that one commit covers a fact
// and what follows from it.

/** Written into the file; a file with another number was made by another version. */
export const journalSchemaVersion = 1;

export const journalSchema = `
CREATE TABLE kept (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE facts (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE grants (
  grant_id TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  purpose TEXT NOT NULL,
  removed_at TEXT,
  used_up_at TEXT,
  last_used_at TEXT,
  uses INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE grant_tags (
  tag TEXT NOT NULL,
  way TEXT NOT NULL,
  grant_id TEXT NOT NULL REFERENCES grants ON DELETE CASCADE,
  PRIMARY KEY (tag, way, grant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_tags_by_grant ON grant_tags (grant_id);

CREATE TABLE grant_labels (
  label TEXT NOT NULL,
  grant_id TEXT NOT NULL REFERENCES grants ON DELETE CASCADE,
  parcel_id TEXT NOT NULL,
  PRIMARY KEY (label, grant_id, parcel_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_labels_by_grant ON grant_labels (grant_id);

CREATE TABLE grant_parcels (
  parcel_id TEXT NOT NULL,
  grant_id TEXT NOT NULL REFERENCES grants ON DELETE CASCADE,
  size_class TEXT NOT NULL,
  needs_low INTEGER NOT NULL,
  PRIMARY KEY (parcel_id, grant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_parcels_by_grant ON grant_parcels (grant_id);

CREATE TABLE grants_staged (
  place INTEGER PRIMARY KEY,
  body TEXT,
  removal TEXT
) STRICT;

CREATE TABLE stays (
  stay_id TEXT PRIMARY KEY,
  parcel_id TEXT NOT NULL,
  compartment_id TEXT NOT NULL,
  tracking_number TEXT NOT NULL,
  began_at TEXT NOT NULL,
  ended_at TEXT,
  ended_by TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX stays_one_per_compartment ON stays (compartment_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX stays_one_per_parcel ON stays (parcel_id) WHERE ended_at IS NULL;

CREATE TABLE conditions (
  compartment_id TEXT PRIMARY KEY,
  condition TEXT NOT NULL,
  reason TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE openings (
  opening_id TEXT PRIMARY KEY,
  compartment_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  visit_id TEXT,
  grant_id TEXT,
  command_id TEXT,
  stay_id TEXT,
  stage TEXT NOT NULL,
  intended_at TEXT NOT NULL,
  opened_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE commands (
  command_id TEXT PRIMARY KEY,
  outcome TEXT NOT NULL,
  reason TEXT,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE remote_openings (
  command_id TEXT PRIMARY KEY,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = ${journalSchemaVersion};
`;
