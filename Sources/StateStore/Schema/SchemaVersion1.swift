/// The tables of the first version; times are seconds since 1970 (UTC).
enum SchemaVersion1 {
    /// The statements that make them.
    static let statements = """
        CREATE TABLE runs (
            run INTEGER PRIMARY KEY AUTOINCREMENT, -- rises with each run, and is never given twice
            id TEXT NOT NULL UNIQUE,
            time INTEGER NOT NULL,
            version TEXT NOT NULL
        ) STRICT;
        CREATE INDEX runs_time ON runs (time);

        CREATE TABLE subjects (
            subject INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE
        ) STRICT;

        -- By run, so that a run is appended in one place and forgotten in one place.
        CREATE TABLE observations (
            run INTEGER NOT NULL REFERENCES runs,
            subject INTEGER NOT NULL REFERENCES subjects,
            verdict TEXT NOT NULL,
            severity TEXT NOT NULL,
            summary TEXT NOT NULL,
            facts TEXT,
            PRIMARY KEY (run, subject)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX observations_subject ON observations (subject, run);

        CREATE TABLE subject_states (
            subject INTEGER PRIMARY KEY REFERENCES subjects,
            run INTEGER NOT NULL, -- the run that wrote it, which may be forgotten
            time INTEGER NOT NULL,
            state TEXT NOT NULL
        ) STRICT;

        CREATE TABLE diversion_states (
            domain TEXT PRIMARY KEY,
            run INTEGER NOT NULL,
            time INTEGER NOT NULL,
            state TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE events (
            number INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they happened
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            subject TEXT, -- a key, kept when the subject itself is forgotten
            time INTEGER NOT NULL,
            run_id TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_time ON events (time);

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
        CREATE INDEX outbox_pending ON outbox (webhook, event) WHERE state = 'pending';
        CREATE INDEX outbox_settled ON outbox (settled) WHERE state <> 'pending';

        CREATE TABLE webhooks (
            name TEXT PRIMARY KEY,
            disabled_since INTEGER NOT NULL,
            reason TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

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

        CREATE TABLE sessions (
            address TEXT PRIMARY KEY,
            greeting_name TEXT,
            certificate_names TEXT NOT NULL, -- a JSON array
            seen INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_seen ON sessions (seen);

        CREATE TABLE heartbeat (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            last_attempt INTEGER NOT NULL,
            last_success INTEGER,
            last_error TEXT
        ) STRICT;
        """
}
