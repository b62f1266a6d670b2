public import TransportMap

/// What a table's text says otherwise than its index, from which Postfix answers.
public enum TablePending: Sendable {
    /// These entries.
    case entries(PendingEntries)
    /// It could not be told; why.
    case unknown(String)
}
