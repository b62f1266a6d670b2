/// One SMTP dialogue as a state machine: events in, actions out, no input or output of its own.
package struct SMTPSession: Sendable {
    /// The phase that the session is in; it decides which deadline runs.
    package private(set) var phase: Phase = .connect

    /// What was seen so far; final once ``SessionAction/conclude`` was returned.
    package private(set) var result: SessionResult

    /// Creates a session that waits for ``SessionEvent/connected``.
    package init(plan: SessionPlan) {
        result = SessionResult()
    }

    /// Takes an event and tells what to do.
    package mutating func handle(_ event: SessionEvent) -> [SessionAction] { [] }
}
