public import ProbeModel
public import TransportMap

/// What is to become of the transport maps.
public struct TransportPlan: Sendable {
    /// What is planned for each domain or pattern, in the order asked.
    public var items: [Item]

    /// The tables that change, in the order of `transport_maps`.
    public var tables: [TablePlan]

    /// Whether nothing changes.
    public var isEmpty: Bool { tables.allSatisfy(\.isEmpty) }

    /// What is planned for one domain or pattern.
    public struct Item: Hashable, Sendable {
        /// The domain or pattern, safe to print.
        public var subject: String
        /// What is planned.
        public var decision: Decision
    }

    /// What is planned for a domain.
    public enum Decision: Hashable, Sendable {
        /// The entry changes; why.
        case changed(String)
        /// Nothing is to be changed; why, one sentence each.
        case unchanged([String])
        /// The change is not made; why, one sentence each.
        case refused([String])
    }

    /// The edit of one table.
    public struct TablePlan: Sendable {
        /// The table.
        public var table: PlanTable
        /// The edit.
        public var edit: EditPlan
        /// The domains whose entries change.
        public var domains: [DomainName]

        /// Whether nothing is to be done about the table: it stays as it is, and its entries are in use.
        public var isEmpty: Bool {
            edit.isEmpty && table.absence == nil && (table.isInUse || domains.isEmpty)
        }
    }

    /// What is to be known of the tables that change, one sentence each, safe to print.
    public var notices: [String] { tables.flatMap(\.table.notices) }
}
