/// The way of a SYN to one port of one address, hop by hop.
///
/// Each router on the way is asked by a SYN whose time to live ends there; no privilege is needed where the kernel
/// queues ICMP errors on a connecting TCP socket (Linux 5.8 and later).
public struct PathTrace: Hashable, Sendable {
    /// The address traced to.
    public var address: IPAddress

    /// The port traced to.
    public var port: UInt16

    /// The probes, by distance; a distance that stayed silent may occur more than once.
    public var probes: [TraceProbe]

    /// Whether the answer to the connection came from this very machine, as a local redirect has it.
    public var endsAtSelf: Bool

    /// Creates a trace.
    public init(address: IPAddress, port: UInt16, probes: [TraceProbe], endsAtSelf: Bool = false) {
        self.address = address
        self.port = port
        self.probes = probes
        self.endsAtSelf = endsAtSelf
    }

    /// The routers that answered, by distance, the first answer of each.
    public var routers: [Int: IPAddress] {
        var routers: [Int: IPAddress] = [:]
        for probe in probes where probe.answer == .timeExceeded {
            if routers[probe.distance] == nil, let sender = probe.sender {
                routers[probe.distance] = sender
            }
        }
        return routers
    }

    /// The smallest distance at which the handshake was answered.
    public var connectedDistance: Int? {
        probes.filter { $0.answer == .connected }.map(\.distance).min()
    }

    /// The smallest distance at which a reset came back.
    public var resetDistance: Int? {
        probes.filter { $0.answer == .reset }.map(\.distance).min()
    }

    /// The smallest distance at which an ICMP error other than time exceeded came back, and that error.
    public var refusal: (distance: Int, error: ICMPError)? {
        var first: (distance: Int, error: ICMPError)?
        for probe in probes {
            guard case .icmp(let error) = probe.answer, probe.distance < first?.distance ?? .max
            else { continue }
            first = (probe.distance, error)
        }
        return first
    }

    /// The distances from which anything came back.
    public var answeredDistances: Set<Int> {
        Set(
            probes.compactMap { probe in
                switch probe.answer {
                case .timeExceeded, .connected, .reset, .icmp: probe.distance
                case .notSent, .silence: nil
                }
            }
        )
    }

    /// How many SYNs at `distance` or beyond stayed without any answer.
    public func silentProbes(from distance: Int) -> Int {
        probes.count { $0.distance >= distance && $0.answer == .silence }
    }
}
