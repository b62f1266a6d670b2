/// A router on the way, or the host at its end.
public struct PathHop: Hashable, Sendable {
    /// The distance in hops, from 1.
    public let distance: Int
    /// Its address; `nil` when it stayed silent.
    public let address: IPAddress?
    /// Its name from a PTR record, when one came in time.
    public var name: DNSName?

    /// Creates a hop.
    public init(distance: Int, address: IPAddress?, name: DNSName? = nil) {
        self.distance = distance
        self.address = address
        self.name = name
    }
}
