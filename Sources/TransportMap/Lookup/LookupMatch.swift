/// The entry that decides.
public struct LookupMatch: Hashable, Sendable {
    /// The position of the table in `transport_maps`.
    public let table: Int

    /// The key that matched.
    public let key: LookupKey

    /// The line of the table's source, from 1, where it is known.
    public let line: Int?

    /// What the entry says.
    public let result: TransportResult
}
