-- A database of version 1, as it was written. Never edited: later versions must read it.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
CREATE TABLE runs (
    run INTEGER PRIMARY KEY AUTOINCREMENT, -- rises with each run, and is never given twice
    id TEXT NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    version TEXT NOT NULL
) STRICT;
INSERT INTO runs VALUES(1,'one',1,'1');
CREATE TABLE subjects (
    subject INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO subjects VALUES(1,'domain:domain0.test');
INSERT INTO subjects VALUES(2,'domain:domain1.test');
CREATE TABLE observations (
    run INTEGER NOT NULL REFERENCES runs,
    subject INTEGER NOT NULL REFERENCES subjects,
    verdict TEXT NOT NULL,
    severity TEXT NOT NULL,
    summary TEXT NOT NULL,
    facts TEXT,
    PRIMARY KEY (run, subject)
) STRICT, WITHOUT ROWID;
INSERT INTO observations VALUES(1,1,'blocked','critical','port 25 out of this machine is dropped','{"25":"timeout","2525":"ready"}');
INSERT INTO observations VALUES(1,2,'blocked','critical','port 25 out of this machine is dropped','{"25":"timeout","2525":"ready"}');
CREATE TABLE subject_states (
    subject INTEGER PRIMARY KEY REFERENCES subjects,
    run INTEGER NOT NULL, -- the run that wrote it, which may be forgotten
    time INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
INSERT INTO subject_states VALUES(1,1,1,'{"condition":{"severity":"critical","verdict":"blocked"},"failures":0,"lastRunID":"one","lastRunTime":0,"rowStart":0,"since":0,"stops":[],"subject":"domain:domain0.test","successes":0,"unknownRuns":0}');
INSERT INTO subject_states VALUES(2,1,1,'{"condition":{"severity":"critical","verdict":"blocked"},"failures":0,"lastRunID":"one","lastRunTime":0,"rowStart":0,"since":0,"stops":[],"subject":"domain:domain1.test","successes":0,"unknownRuns":0}');
CREATE TABLE diversion_states (
    domain TEXT PRIMARY KEY,
    run INTEGER NOT NULL,
    time INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO diversion_states VALUES('domain0.test',1,1,'{"diversions":[1],"domain":"domain0.test","failures":3,"held":[],"lastRunID":"one","since":1,"standing":"diverted","successes":0}');
CREATE TABLE events (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they happened
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject TEXT, -- a key, kept when the subject itself is forgotten
    time INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
INSERT INTO events VALUES(1,'evt_one_0','domain.down','domain:domain0.test',1,'one','{"affected":{"names":[],"total":0},"evidence":[],"host":"backup.test","id":"evt_one_0","isFlapping":false,"kind":"domain.down","new":{"severity":"critical","verdict":"blocked"},"occasion":"began","openedAt":1,"runID":"one","since":1,"subject":"domain:domain0.test","summary":"mail no longer gets there","time":1}');
INSERT INTO events VALUES(2,'evt_one_1','domain.down','domain:domain1.test',1,'one','{"affected":{"names":[],"total":0},"evidence":[],"host":"backup.test","id":"evt_one_1","isFlapping":false,"kind":"domain.down","new":{"severity":"critical","verdict":"blocked"},"occasion":"began","openedAt":1,"runID":"one","since":1,"subject":"domain:domain1.test","summary":"mail no longer gets there","time":1}');
CREATE TABLE outbox (
    event INTEGER NOT NULL REFERENCES events,
    webhook TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed-final', 'disabled')),
    attempts INTEGER NOT NULL,
    next_attempt INTEGER NOT NULL,
    last_error TEXT,
    created INTEGER NOT NULL,
    settled INTEGER, -- when it left the pending ones
    PRIMARY KEY (event, webhook)
) STRICT, WITHOUT ROWID;
INSERT INTO outbox VALUES(1,'first','pending',0,1,NULL,1,NULL);
INSERT INTO outbox VALUES(1,'second','disabled',1,1,'410',1,5);
INSERT INTO outbox VALUES(1,'third','delivered',1,1,NULL,1,5);
INSERT INTO outbox VALUES(2,'first','pending',0,1,NULL,1,NULL);
INSERT INTO outbox VALUES(2,'second','disabled',1,1,'410',1,5);
INSERT INTO outbox VALUES(2,'third','pending',0,1,NULL,1,NULL);
CREATE TABLE webhooks (
    name TEXT PRIMARY KEY,
    disabled_since INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO webhooks VALUES('second',5,'410 gone');
CREATE TABLE diversions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('diverted', 'restored', 'failed')),
    map TEXT NOT NULL,
    pattern TEXT NOT NULL,
    old_result TEXT,
    new_result TEXT,
    time INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    UNIQUE (map, pattern, run_id, kind)
) STRICT;
INSERT INTO diversions VALUES(1,'diverted','/etc/postfix/transport','domain0.test','smtp:mail.domain0.test','smtp:mail.domain0.test:2525',1,'one');
CREATE TABLE sessions (
    address TEXT PRIMARY KEY,
    greeting_name TEXT,
    certificate_names TEXT NOT NULL, -- a JSON array
    seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sessions VALUES('192.0.2.1','mail.domain0.test','["mail.domain0.test"]',1);
CREATE TABLE heartbeat (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last_attempt INTEGER NOT NULL,
    last_success INTEGER,
    last_error TEXT
) STRICT;
INSERT INTO heartbeat VALUES(1,2,1,'no route');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('runs',1);
INSERT INTO sqlite_sequence VALUES('events',2);
INSERT INTO sqlite_sequence VALUES('diversions',1);
CREATE INDEX runs_time ON runs (time);
CREATE INDEX observations_subject ON observations (subject, run);
CREATE INDEX events_time ON events (time);
CREATE INDEX outbox_pending ON outbox (webhook, event) WHERE state = 'pending';
CREATE INDEX outbox_settled ON outbox (settled) WHERE state <> 'pending';
CREATE INDEX sessions_seen ON sessions (seen);
COMMIT;
PRAGMA application_id = 1297633362;
PRAGMA user_version = 1;
