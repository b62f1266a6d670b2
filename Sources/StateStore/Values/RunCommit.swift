package import AlertPolicy

/// What a run wants remembered beside its subjects, all in the same transaction.
package struct RunCommit: Sendable {
    /// The run.
    package var run: StateRun

    /// The events and who is told.
    package var events: [QueuedEvent] = []

    /// Subjects that are no longer looked after.
    package var forgotten: [Subject] = []

    /// What is remembered of the domains whose mail may be diverted.
    package var diversionStates: [DiversionState] = []

    /// The changes of transport maps, made or failed.
    package var diversions: [DiversionChange] = []

    /// The sessions with port 25 that spoke SMTP.
    package var sessions: [EarlierSession] = []

    /// Creates a commit with nothing in it yet.
    package init(_ run: StateRun) { self.run = run }
}
