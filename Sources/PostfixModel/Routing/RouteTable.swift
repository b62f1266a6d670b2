public import TransportMap

/// One table of `transport_maps`, with what is known of its text.
public struct RouteTable: Sendable {
    /// The table as main.cf names it.
    public let specification: TableSpecification

    /// How it is asked.
    public let lookup: LookupTable

    /// Its text, where it has been read: for the line that decides, and for diversions.
    public let map: TransportMap?

    /// Whether this is the small table that mxprobe owns.
    public let isOverlay: Bool

    /// Whether Postfix answers from an index that is older than the text.
    public let hasOlderIndex: Bool

    /// Creates a table.
    public init(
        _ specification: TableSpecification,
        lookup: LookupTable,
        map: TransportMap? = nil,
        isOverlay: Bool = false,
        hasOlderIndex: Bool = false
    ) {
        self.specification = specification
        self.lookup = lookup
        self.map = map
        self.isOverlay = isOverlay
        self.hasOlderIndex = hasOlderIndex
    }
}
