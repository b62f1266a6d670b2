public import ProbeModel

/// What a run changes in the map, and in what is remembered of it.
///
/// The states are stored first, then the actions are carried out, and each outcome goes through
/// ``TransportPolicy/conclude(_:_:_:run:)``.
public struct TransportDecision: Hashable, Sendable {
    /// The states that are new or changed, by domain.
    public var states: [DiversionState]
    /// What to do to the map, by domain.
    public var actions: [TransportAction]
    /// The domains whose change was made by a run that ended before it could say so: Postfix may not have taken
    /// notice, and mail may wait.
    public var resumed: [DomainName]
    /// What to tell.
    public var events: [AlertEvent]

    /// Creates a decision that changes nothing.
    public init() {
        states = []
        actions = []
        resumed = []
        events = []
    }
}
