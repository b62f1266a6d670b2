import TransportMap

/// What must hold for patterns, results and destinations.
enum ResultProperties {
    /// The first property that an input's pattern or result breaks, or `nil`.
    static func violation(of input: MapInput) -> String? {
        let text = String(decoding: input.resultBytes, as: UTF8.self)
        if let violation = violation(of: Nexthop(text), input) { return violation }
        guard let result = TransportResult(input.resultBytes) else { return nil }
        return grammarViolation(result) ?? failoverViolation(result, port: input.port)
            ?? portViolation(result, input) ?? entryViolation(result, input)
    }

    private static func grammarViolation(_ result: TransportResult) -> String? {
        let hasColon = result.bytes.contains(UInt8(ascii: ":"))
        let halves = result.transportBytes + (hasColon ? [UInt8(ascii: ":")] : [])
        guard Array(halves + result.nexthopBytes) == result.bytes else {
            return "the halves of a result are not the result"
        }
        let start = Delivery(transport: "smtp", nexthop: "domain1.test")
        let delivery = start.changed(by: result, recipientDomain: "domain2.test")
        guard !delivery.nexthop.isEmpty, !delivery.transport.isEmpty else {
            return "a delivery goes nowhere"
        }
        return nil
    }

    private static func failoverViolation(_ result: TransportResult, port: UInt16) -> String? {
        guard let failover = result.withFailover(to: port) else { return nil }
        let count = result.nexthops.count
        guard (count...2 * count).contains(failover.nexthops.count),
            failover.nexthops.allSatisfy({ $0.problem == nil && $0.service != nil })
        else { return "a list of destinations to fall back on is malformed" }
        let kept = result.nexthops.filter { $0.service != nil }
        guard kept.allSatisfy(failover.nexthops.contains),
            failover.nexthops.filter({ $0.port == port }).count >= count
        else { return "a destination is lost" }
        return failover.transportBytes.elementsEqual(result.transportBytes)
            ? nil : "a fallback changes the transport"
    }

    private static func portViolation(_ result: TransportResult, _ input: MapInput) -> String? {
        for (position, nexthop) in result.nexthops.enumerated() {
            if let violation = violation(of: nexthop, input) { return violation }
            guard let changed = result.withPort(input.port, forNexthopAt: position) else {
                continue
            }
            var wanted = result.nexthops
            wanted[position] = nexthop.withPort(input.port)
            guard changed.nexthops == wanted, changed.nexthops[position].port == input.port,
                changed.transportBytes == result.transportBytes
            else { return "another port changes something else" }
        }
        return nil
    }

    private static func violation(of nexthop: Nexthop, _ input: MapInput) -> String? {
        let changed = nexthop.withPort(input.port)
        let canChange = nexthop.problem == nil || nexthop.problem == .malformedPort
        guard nexthop.prefix != .unix, canChange else {
            return changed == nexthop ? nil : "a destination without a port gets one"
        }
        guard changed.port == input.port, changed.problem == nil, changed.host == nexthop.host,
            changed.isBracketed == nexthop.isBracketed, changed.prefix == nexthop.prefix
        else { return "another port changes the destination" }
        // Any text beyond ASCII may be a host name, even one with brackets.
        guard nexthop.host.utf8.allSatisfy({ $0 < 128 }) else { return nil }
        let composed = Nexthop(host: nexthop.host, port: input.port, isBracketed: true)
        guard composed.problem == nil, composed.port == input.port, composed.isBracketed else {
            return "a destination cannot be composed from its parts"
        }
        return nil
    }

    /// A pattern and a result that may be written make one entry which says just that.
    private static func entryViolation(_ result: TransportResult, _ input: MapInput) -> String? {
        guard let pattern = input.pattern else { return nil }
        let line = pattern.bytes + [32] + result.bytes + [10]
        for dialect in [MapDialect(requiresUTF8: false), input.dialect] {
            let isUTF8 = Array(String(decoding: result.bytes, as: UTF8.self).utf8) == result.bytes
            guard isUTF8 || !dialect.requiresUTF8 else { continue }
            guard let map = TransportMap(line, dialect: dialect), map.entryCount == 1,
                let entry = map.entry(for: pattern.bytes), entry.pattern == pattern.bytes,
                entry.result == result.bytes, !map.problems.contains(where: \.isIgnored)
            else { return "a pattern and a result do not make an entry" }
        }
        return nil
    }
}

extension MapInput {
    /// A port that the choices name; never 0.
    fileprivate var port: UInt16 { 2_400 + UInt16(choice) }
}
