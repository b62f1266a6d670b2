public import TransportMap

/// One table of `transport_maps`, as an audit looks at it.
public struct AuditTable: Sendable {
    /// The table as main.cf names it.
    public var specification: TableSpecification
    /// Its text, where it has been read.
    public var map: TransportMap?
    /// The file with the entries; `nil` where the type has none or it was not looked at.
    public var source: AuditFile?
    /// The files of its index, as ``TableSpecification/indexPaths`` names them; empty where they
    /// were not looked at.
    public var indexes: [AuditFile]
    /// Whether this is the small table that mxprobe owns.
    public var isOverlay: Bool
    /// Whether a change by mxprobe was interrupted and not repaired yet.
    public var isInterrupted: Bool

    /// Creates a table.
    public init(
        _ specification: TableSpecification,
        map: TransportMap? = nil,
        source: AuditFile? = nil,
        indexes: [AuditFile] = [],
        isOverlay: Bool = false,
        isInterrupted: Bool = false
    ) {
        self.specification = specification
        self.map = map
        self.source = source
        self.indexes = indexes
        self.isOverlay = isOverlay
        self.isInterrupted = isInterrupted
    }
}
