import MXResolution
import ProbeModel

extension ResolverSettings {
    /// Settings for fake servers: no DNSSEC unless trust anchors are given.
    static func asking(_ servers: FakeServer..., anchors: TrustAnchors? = nil) -> ResolverSettings {
        asking(servers.map(\.resolver), anchors: anchors)
    }

    /// Settings for resolvers by their addresses.
    static func asking(
        _ resolvers: [ResolverAddress],
        anchors: TrustAnchors? = nil
    ) -> ResolverSettings {
        var settings = ResolverSettings()
        settings.resolvers = resolvers
        settings.validatesDNSSEC = anchors != nil
        settings.trustAnchors = anchors
        // A busy machine must not turn an answer, or a cancellation, into a timeout.
        settings.lookupDeadline = .seconds(120)
        return settings
    }

    /// The same, much faster to give up.
    var impatient: ResolverSettings {
        var settings = self
        settings.lookupDeadline = .milliseconds(400)
        settings.tryGaps = [.milliseconds(20)]
        settings.closedPortGrace = .milliseconds(50)
        settings.tcpTryTimeout = .milliseconds(50)
        return settings
    }
}

extension Question {
    /// Creates a question from text; only for tests.
    init(_ name: String, _ type: RecordType) {
        guard let name = DomainName(name) else {
            preconditionFailure("the test's name \(name) is none")
        }
        self.init(name: name, type: type)
    }
}
