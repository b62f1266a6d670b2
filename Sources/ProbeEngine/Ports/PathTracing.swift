package import ProbeModel

/// Something that finds out where on the way a port is stopped.
package protocol PathTracing: Sendable {
    /// Traces several ports of one address at the same time.
    ///
    /// - Returns: A trace a port, in the order asked, or one phrase that says why there is none.
    func trace(_ request: TraceRequest) async -> TraceResult
}

/// The ports of one address that are to be traced side by side.
package struct TraceRequest: Hashable, Sendable {
    /// The address.
    package var address: IPAddress
    /// The ports, the one in question first.
    package var ports: [UInt16]
    /// The address to connect from; `nil` for the system's choice.
    package var sourceAddress: IPAddress?
    /// How long the last port took to answer a SYN, where that is known.
    package var roundTrip: Duration?

    /// Creates a request.
    package init(
        address: IPAddress,
        ports: [UInt16],
        sourceAddress: IPAddress? = nil,
        roundTrip: Duration? = nil
    ) {
        self.address = address
        self.ports = ports
        self.sourceAddress = sourceAddress
        self.roundTrip = roundTrip
    }
}

/// Traces, or why there are none.
package enum TraceResult: Hashable, Sendable {
    /// A trace a port, in the order asked.
    case traces([PathTrace])
    /// The system cannot trace; one lower-case phrase.
    case unsupported(String)
}
