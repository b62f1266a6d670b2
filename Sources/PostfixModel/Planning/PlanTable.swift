public import TransportMap

/// One table of `transport_maps`, as far as a plan has to know it.
public struct PlanTable: Sendable {
    /// The table as main.cf names it, `hash:/etc/postfix/transport`.
    public var name: String

    /// The path of its text; `nil` where it has none.
    public var file: String?

    /// Its text; `nil` where it could not be read.
    public var map: TransportMap?

    /// Why it is not written, as a phrase that follows its name; `nil` where it can be.
    public var obstacle: String?

    /// Whether it is the map that mxprobe owns.
    public var isOverlay: Bool

    /// What is not there of mxprobe's own map although main.cf lists it; `nil` where all is there.
    public var absence: Absence?

    /// Whether Postfix asks the table before it finds an entry elsewhere; mxprobe's own map is to be set up first.
    public var isInUse = true

    /// What its text says otherwise than its index; `nil` where they say the same or were not compared.
    public var pending: TablePending?

    /// What a listed map can lack: Postfix then defers all mail.
    public enum Absence: Hashable, Sendable {
        /// Its text, and so its entries.
        case text
        /// Its index.
        case index
    }

    /// Creates a table.
    public init(
        name: String,
        file: String? = nil,
        map: TransportMap? = nil,
        obstacle: String? = nil,
        isOverlay: Bool = false,
        absence: Absence? = nil,
        pending: TablePending? = nil
    ) {
        self.name = name
        self.file = file
        self.map = map
        self.obstacle = obstacle
        self.isOverlay = isOverlay
        self.absence = absence
        self.pending = pending
    }
}
