/// A transport entry for a single address of a domain, which is looked for before the domain's own (transport(5)).
public struct RouteAddressEntry: Hashable, Sendable {
    /// The address, safe to print.
    public var address: String

    /// The result, safe to print.
    public var result: String

    /// Where it stands.
    public var place: FilePlace?

    /// Creates an entry.
    public init(address: String, result: String, place: FilePlace?) {
        self.address = address
        self.result = result
        self.place = place
    }
}

/// The entries for single addresses of a domain.
public struct RouteAddressEntries: Hashable, Sendable {
    /// How many are kept; the others are counted.
    public static let mostKept = 5

    /// The first of them.
    public private(set) var first: [RouteAddressEntry] = []

    /// How many there are.
    public private(set) var count = 0

    /// Creates a list.
    public init(_ entries: [RouteAddressEntry] = []) { for entry in entries { add(entry) } }

    /// Adds one.
    public mutating func add(_ entry: RouteAddressEntry) {
        count += 1
        if first.count < Self.mostKept { first.append(entry) }
    }

    /// Which they are and where they go, as the subject of a sentence; `nil` where there is none.
    public var words: String? {
        guard count > 0 else { return nil }
        let told = first.map { entry in
            let place = entry.place.map { " (\($0.file)\($0.line.map { " line \($0)" } ?? ""))" }
            return "\(entry.address) \(entry.result)\(place ?? "")"
        }
        let rest = count - first.count
        return (told + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: ", ")
    }
}
