import ProbeModel

extension Build {
    /// The routers of the samples' path and the host at its end, for one family.
    struct Line {
        let family: AddressFamily
        /// The routers; `nil` for one that keeps silent.
        var routers: [String?]
        let host: String
        var own: String { family == .ipv4 ? "198.51.100.77" : "2001:db8:77::2" }
    }

    static func line(_ family: AddressFamily) -> Line {
        family == .ipv4
            ? Line(
                family: .ipv4,
                routers: ["198.51.100.1", "198.51.100.9"],
                host: "203.0.113.11"
            )
            : Line(
                family: .ipv6,
                routers: ["2001:db8:1::1", "2001:db8:2::9"],
                host: "2001:db8::11"
            )
    }

    /// Who answers a SYN that no router lets expire.
    enum End {
        case silence
        case connected
        case reset
        case icmp(type: UInt8, code: UInt8, sender: String)
        case local
    }

    /// The traces to the host of a line: port 25 passes so many routers and then meets its end, the
    /// reference port gets through unless told otherwise.
    static func traces(
        _ line: Line,
        host: String = "mail.domain1.test",
        port: UInt16 = 2525,
        passing: Int,
        then end: End,
        reference: (passing: Int, end: End)? = nil,
        endsAtSelf: Bool = false
    ) throws -> TracePair {
        let address = try self.address(line.host)
        let beside = reference ?? (line.routers.count, .connected)
        var names: [IPAddress: DNSName] = [:]
        for (router, name) in zip(line.routers, ["gw.isp.test", "core1.transit.test"]) {
            guard let router else { continue }
            names[try self.address(router)] = DNSName(try self.name(name))
        }
        return TracePair(
            host: try name(host),
            smtp: PathTrace(
                address: address,
                port: 25,
                probes: try probes(line, passing: passing, then: end),
                endsAtSelf: endsAtSelf
            ),
            reference: PathTrace(
                address: address,
                port: port,
                probes: try probes(line, passing: beside.passing, then: beside.end)
            ),
            hopNames: names
        )
    }

    /// How many SYNs go beyond the host.
    private static let beyond = 2

    private static func probes(
        _ line: Line,
        passing: Int,
        then end: End
    ) throws -> [TraceProbe] {
        try (1...line.routers.count + beyond).map { distance in
            let time = Duration.microseconds(distance * 900)
            guard distance > passing else {
                let router = try line.routers[distance - 1].map { try address($0) }
                return TraceProbe(
                    distance: distance,
                    answer: router == nil ? .silence : .timeExceeded,
                    sender: router,
                    roundTrip: router == nil ? nil : time
                )
            }
            let (answer, sender) = try answer(end, line)
            return TraceProbe(
                distance: distance,
                answer: answer,
                sender: sender,
                roundTrip: sender == nil ? nil : time
            )
        }
    }

    private static func answer(_ end: End, _ line: Line) throws -> (TraceAnswer, IPAddress?) {
        switch end {
        case .silence: return (.silence, nil)
        case .connected: return (.connected, try address(line.host))
        case .reset: return (.reset, try address(line.host))
        case .local: return (.notSent(SystemError(call: "connect", code: 1, name: "EPERM")), nil)
        case .icmp(let type, let code, let sender):
            let sender = try address(sender)
            let error = ICMPError(family: line.family, type: type, code: code, sender: sender)
            return (.icmp(error), sender)
        }
    }
}
