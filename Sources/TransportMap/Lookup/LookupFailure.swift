/// A table that could not be asked.
public struct LookupFailure: Hashable, Sendable {
    /// The position of the table in `transport_maps`.
    public let table: Int

    /// The key it was asked for.
    public let key: LookupKey

    /// What went wrong.
    public let reason: String
}
