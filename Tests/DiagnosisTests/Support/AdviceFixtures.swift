import ProbeModel
import Testing

@testable import Diagnosis

/// A domain, this machine's port 25 and what else is known, built in a few words; what is not said is unremarkable.
struct AdviceScene {
    static let mail4 = "203.0.113.11"
    static let mail6 = "2001:db8::11"
    static let own4 = "198.51.100.7"

    var verdict = Verdict.blocked
    var summary = ""
    var route = Route(source: .mx)
    var hosts: [MXHost] = []
    var probes: [ProbeObservation] = []
    var findings: [Finding] = []
    var egress: [EgressReport] = []
    var families: Set<AddressFamily> = [.ipv4, .ipv6]
    var isInterrupted = false
    var nexthops: [NexthopObservation] = []
    var mxLookup: Lookup
    var source = MXSource.mx
    var context = AdviceContext(startedAt: "2026-11-23T15:56:14Z")

    init(
        _ verdict: Verdict = .blocked,
        _ change: (inout AdviceScene) throws -> Void = { _ in }
    )
        throws
    {
        self.verdict = verdict
        mxLookup = Lookup(
            question: Question(name: try Self.name("domain1.test"), type: .mx),
            status: .found
        )
        try change(&self)
    }

    /// The usual case: one mail host over IPv4 whose port 25 is silent because this machine's is blocked.
    static func blocked(
        _ change: (inout AdviceScene) throws -> Void = { _ in }
    ) throws
        -> AdviceScene
    {
        try AdviceScene { scene in
            try scene.host("mail.domain1.test", [mail4])
            try scene.probe(mail4, 25, .timeout)
            try scene.egress(.blocked, method: .drop)
            try change(&scene)
        }
    }

    static func name(_ text: String) throws -> DomainName { try #require(DomainName(text)) }
    static func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    static func reply(_ code: Int, _ text: String) throws -> Reply {
        Reply(code: try #require(ReplyCode(code)), lines: [Array(text.utf8)])
    }

    @discardableResult
    mutating func host(
        _ text: String,
        _ addresses: [String],
        preference: UInt16 = 10,
        isSelf: Bool = false,
        change: (inout MXHost) throws -> Void = { _ in }
    ) throws -> DNSName {
        let labels = text.split(separator: ".").map { Array($0.utf8) }
        let exchange = try #require(DNSName(labels: labels))
        var host = MXHost(preference: preference, exchange: exchange)
        host.isSelf = isSelf
        let question = Question(name: host.name ?? mxLookup.question.name, type: .a)
        host.addressLookups = [
            Lookup(
                question: question,
                status: .found,
                records: try addresses.map { .address(try Self.address($0)) }
            )
        ]
        try change(&host)
        hosts.append(host)
        return exchange
    }

    mutating func probe(
        _ address: String,
        _ port: UInt16,
        _ outcome: Outcome,
        acceptance: Acceptance = .notTested,
        says name: String? = nil,
        certificate: [String] = [],
        reply: Reply? = nil
    ) throws {
        probes.append(
            try Self.session(
                address,
                port,
                outcome,
                acceptance: acceptance,
                says: name,
                certificate: certificate,
                reply: reply
            )
        )
    }

    static func session(
        _ address: String,
        _ port: UInt16,
        _ outcome: Outcome,
        acceptance: Acceptance = .notTested,
        says name: String? = nil,
        certificate: [String] = [],
        reply: Reply? = nil
    ) throws -> ProbeObservation {
        let endpoint = Endpoint(address: try Self.address(address), port: port)
        var probe = ProbeObservation(endpoint: endpoint, outcome: outcome)
        probe.acceptance = acceptance
        if acceptance == .notTested { probe.reply = reply } else { probe.acceptanceReply = reply }
        if let name { probe.greeting = try Self.reply(220, "\(name) ESMTP") }
        if outcome == .timeout { probe.synsSent = 3 }
        if !certificate.isEmpty {
            probe.tls = TLSObservation(
                version: "TLSv1.3",
                cipher: "TLS_AES_256_GCM_SHA384",
                verified: false,
                error: "self-signed certificate",
                names: certificate,
                notAfter: nil,
                dane: nil
            )
        }
        return probe
    }

    /// Adds a port that takes the domain and calls itself rightly, unless told otherwise.
    mutating func alternate(
        _ port: UInt16 = 2525,
        address: String = AdviceScene.mail4,
        acceptance: Acceptance = .accepted,
        says name: String? = "mail.domain1.test",
        certificate: [String] = [],
        reply: Reply? = nil
    ) throws {
        try probe(
            address,
            port,
            .ready,
            acceptance: acceptance,
            says: name,
            certificate: certificate,
            reply: reply
        )
    }

    mutating func egress(
        _ verdict: EgressVerdict,
        _ family: AddressFamily = .ipv4,
        method: BlockMethod? = nil,
        hop: (Int, String, String?)? = nil,
        controls: [ControlObservation] = [],
        evidence: [Evidence] = []
    ) throws {
        let blockedAt = try hop.map { distance, address, name in
            PathHop(
                distance: distance,
                address: try Self.address(address),
                name: try name.map { DNSName(try Self.name($0)) }
            )
        }
        egress.append(
            EgressReport(
                family: family,
                verdict: verdict,
                method: method,
                confidence: .conclusive,
                blockedAt: blockedAt,
                controls: controls,
                evidence: evidence
            )
        )
    }

    mutating func transport(_ pattern: String, _ result: String) {
        route = Route(source: .transport, pattern: pattern, result: result)
    }

    mutating func relay(_ host: String, _ probes: [ProbeObservation]) throws {
        context.relays.append(RelayObservation(host: try Self.name(host), probes: probes))
    }

    var observation: DomainObservation {
        let resolution = MXResolution(
            domain: mxLookup.question.name,
            mxLookup: mxLookup,
            source: source,
            hosts: hosts
        )
        var observation = DomainObservation(
            resolution: resolution,
            probes: probes,
            usableFamilies: families,
            allowedSpecialPurpose: ["203.0.113.0/24", "2001:db8::/32"].compactMap {
                IPNetwork($0)
            },
            isInterrupted: isInterrupted
        )
        if !nexthops.isEmpty { observation.route = RouteObservation(nexthops: nexthops) }
        return observation
    }

    var diagnosis: DomainDiagnosis {
        DomainDiagnosis(
            observation: observation,
            verdict: verdict,
            summary: summary,
            route: route,
            findings: findings
        )
    }

    var advice: [Recommendation] {
        Advisor.recommend(diagnosis, egress: egress, context: context)
    }

    var actions: [Recommendation.Action] { advice.map(\.action) }

    func first(_ action: Recommendation.Action) throws -> Recommendation {
        try #require(advice.first { $0.action == action }, "\(actions)")
    }
}

/// A named situation and what is expected of it.
struct AdviceRow<Expectation: Sendable>: CustomTestStringConvertible, Sendable {
    let title: String
    let expected: Expectation
    let change: @Sendable (inout AdviceScene) throws -> Void

    init(
        _ title: String,
        _ expected: Expectation,
        _ change: @escaping @Sendable (inout AdviceScene) throws -> Void
    ) {
        self.title = title
        self.expected = expected
        self.change = change
    }

    var testDescription: String { title }
}
