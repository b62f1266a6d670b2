/// What a run changes: to be stored, states and events, in one transaction.
public struct AlertDecision: Hashable, Sendable {
    /// The states that are new or changed, in the order of their keys.
    public var states: [SubjectState]
    /// What to tell, in this order.
    public var events: [AlertEvent]
    /// The subjects whose states are no longer needed.
    public var forgotten: [Subject]

    /// Creates a decision that changes nothing.
    public init() {
        states = []
        events = []
        forgotten = []
    }
}
