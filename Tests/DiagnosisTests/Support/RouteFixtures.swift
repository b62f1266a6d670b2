import ProbeModel
import Testing

@testable import Diagnosis

extension AdviceScene {
    static let relay4 = "203.0.113.90"

    /// A scene whose verdict is for the rules to find: port 25 of the one mail host ends as told.
    static func routed(
        smtp: Outcome = .ready,
        _ change: (inout AdviceScene) throws -> Void = { _ in }
    ) throws -> AdviceScene {
        try AdviceScene { scene in
            scene.families = [.ipv4]
            try scene.host("mail.domain1.test", [mail4])
            try scene.mailHost(smtp)
            try change(&scene)
        }
    }

    /// A route by transport entry, filled with nexthops by ``hop(_:_:_:acceptance:change:)``.
    mutating func entry(
        _ result: String,
        pattern: String = "domain1.test",
        transport: String = "smtp",
        divertedFrom original: String?? = nil,
        isIntact: Bool = true
    ) {
        route = Route(
            source: .transport,
            pattern: pattern,
            result: result,
            place: FilePlace(file: "/etc/postfix/transport", line: 3),
            delivery: .smtp(transport: transport, [])
        )
        if let original { route.diversion = RouteDiversion(original: original, isIntact: isIntact) }
    }

    /// A route by relayhost, likewise.
    mutating func relayhost(_ result: String) {
        route = Route(
            source: .relayhost,
            result: result,
            place: FilePlace(file: "/etc/postfix/main.cf", line: 7),
            delivery: .smtp(transport: "smtp", [])
        )
    }

    /// Adds a nexthop `name:port` or `[name]:port` with one address, whose port ends as told.
    mutating func hop(
        _ text: String,
        _ outcome: Outcome? = .ready,
        at address: String = AdviceScene.mail4,
        acceptance: Acceptance = .accepted,
        change: (inout NexthopObservation) throws -> Void = { _ in }
    ) throws {
        let entry = EntryResult("smtp:\(text)")
        let hop = try #require(entry.hops.first)
        let port = hop.service.flatMap { UInt16($0) } ?? 25
        let literal = hop.isBracketed ? IPAddress(hop.host) : nil
        let destination: RouteNexthop.Destination
        if let literal {
            destination = .address(literal)
        } else if hop.isBracketed {
            destination = .host(try Self.name(hop.host))
        } else {
            destination = .mx(try Self.name(hop.host))
        }
        var seen = NexthopObservation(nexthop: RouteNexthop(destination, port: port, text: text))
        if literal == nil {
            let source: MXSource = hop.isBracketed ? .none : .implicit
            seen.resolution = try Self.resolution(hop.host, [(hop.host, address)], source: source)
            if !hop.isBracketed { seen.ownAddresses = [try Self.address(address)] }
        }
        if let outcome {
            seen.probes = [
                try Self.session(
                    literal.map(\.description) ?? address,
                    port,
                    outcome,
                    acceptance: outcome == .ready && port != 25 ? acceptance : .notTested,
                    says: hop.host
                )
            ]
        }
        try change(&seen)
        nexthops.append(seen)
        guard case .smtp(let transport, let hops) = route.delivery else { return }
        route.delivery = .smtp(transport: transport, hops + [seen.nexthop])
    }

    /// What DNS says of a name that leads to hosts.
    static func resolution(
        _ text: String,
        _ hosts: [(name: String, address: String)],
        source: MXSource
    ) throws -> MXResolution {
        let domain = try name(text)
        return MXResolution(
            domain: domain,
            mxLookup: Lookup(
                question: Question(name: domain, type: .mx),
                status: source == .mx ? .found : .noData
            ),
            source: source,
            hosts: try hosts.map { host in
                let owner = try name(host.name)
                var found = MXHost(preference: 10, exchange: DNSName(owner))
                found.addressLookups = [
                    Lookup(
                        question: Question(name: owner, type: .a),
                        status: .found,
                        records: [.address(try address(host.address))]
                    )
                ]
                return found
            }
        )
    }

    /// What DNS says of a name that leads nowhere.
    static func unresolved(_ text: String, _ status: LookupStatus) throws -> MXResolution {
        let domain = try name(text)
        let lookup = Lookup(question: Question(name: domain, type: .a), status: status)
        return MXResolution(domain: domain, mxLookup: lookup, source: .none, hosts: [])
    }

    /// Adds the session with port 25 of the mail host; a ready one is without fault.
    mutating func mailHost(_ outcome: Outcome, acceptance: Acceptance = .notTested) throws {
        var seen = try Self.session(
            Self.mail4,
            25,
            outcome,
            acceptance: acceptance,
            says: "mail.domain1.test"
        )
        if outcome == .ready { seen.startTLS = .established }
        probes.removeAll { $0.endpoint == seen.endpoint }
        probes.append(seen)
    }

    /// What the rules make of the scene.
    var diagnosed: DomainDiagnosis {
        DomainDiagnoser.diagnose(observation, egress: egress, route: route, context: context)
    }
}
