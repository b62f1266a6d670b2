/// What became of a change.
public enum TransportOutcome: Hashable, Sendable {
    /// The map says it now.
    case done
    /// It was not made; one sentence that says why, safe to print, without secrets.
    case failed(String)
    /// It was not made, because a person changed the entry meanwhile.
    case changedByHand
}
