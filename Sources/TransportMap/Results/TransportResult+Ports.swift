extension TransportResult {
    /// The same result with another port for one destination, everything else as it is written:
    /// `smtp:mail.domain1.com` becomes `smtp:mail.domain1.com:2525`.
    ///
    /// - Returns: `nil` when there is no such destination, when it has no port, and when it is
    ///   malformed in more than its port, whichever port that says: what of it is not UTF-8 would
    ///   not come through as it is written.
    public func withPort(_ port: UInt16, forNexthopAt position: Int = 0) -> TransportResult? {
        let nexthops = nexthops
        guard nexthops.indices.contains(position) else { return nil }
        let changed = nexthops[position].withPort(port)
        guard changed.problem == nil, changed.prefix != .unix else { return nil }
        var bytes = bytes
        bytes.replaceSubrange(nexthopRanges[position], with: Array(changed.text.utf8))
        return TransportResult(bytes)
    }

    /// A list that tries each destination as it is and then on another port:
    /// `relay:[h]` becomes `relay:[h]:25, [h]:2525` (Postfix 3.5 and later).
    ///
    /// - Parameters:
    ///   - port: The port to fall back on.
    ///   - defaultPort: The port to write where none is given.
    /// - Returns: `nil` when a destination is malformed, has no port, or there is none, and when
    ///   the result is not UTF-8, which would not come through as it is written.
    public func withFailover(to port: UInt16, defaultPort: UInt16 = 25) -> TransportResult? {
        guard UTF8Check.isValid(bytes[...]), !nexthops.isEmpty,
            nexthops.allSatisfy({ $0.problem == nil && $0.prefix == nil })
        else { return nil }
        let list = nexthops.flatMap { nexthop in
            [nexthop.service == nil ? nexthop.withPort(defaultPort) : nexthop]
                + (nexthop.port == port ? [] : [nexthop.withPort(port)])
        }
        return TransportResult(transport: transport, nexthops: list)
    }
}
