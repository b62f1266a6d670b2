/// A change that somebody wants in a table.
public enum MapChange: Hashable, Sendable {
    /// Send what a pattern matches another way, and remember what was there.
    ///
    /// A pattern that is diverted already gets the new result and keeps its first original.
    case divert(TransportPattern, to: TransportResult)

    /// Put back what stood there before a pattern was diverted, byte for byte.
    case revert(TransportPattern)

    /// Leave what stands there now as the administrator's own, and remember no more what was there before.
    case forget(TransportPattern)

    /// Put back everything that was diverted.
    case revertAll

    /// The pattern concerned; `nil` for all.
    public var pattern: TransportPattern? {
        switch self {
        case .divert(let pattern, _), .revert(let pattern), .forget(let pattern): pattern
        case .revertAll: nil
        }
    }
}
