/// What a run changes in the map, and in what is remembered of it.
///
/// The states are stored first, then the actions are carried out, and each outcome goes through
/// ``TransportPolicy/conclude(_:_:_:run:)``.
public struct TransportDecision: Hashable, Sendable {
    /// The states that are new or changed, by domain.
    public var states: [DiversionState]
    /// What to do to the map, by domain.
    public var actions: [TransportAction]
    /// What to tell.
    public var events: [AlertEvent]

    /// Creates a decision that changes nothing.
    public init() {
        states = []
        actions = []
        events = []
    }
}
