/// What an ``UnboundResolver`` asks, and how long it tries.
package struct ResolverSettings: Hashable, Sendable {
    /// The most resolvers that are used; more would only delay the verdict that none answers.
    package static let maximumResolvers = 8

    /// How many questions are under way at a time; one whose answer is long holds a descriptor, of which a process has 1,024 by default.
    package var maximumExchanges = 192

    /// How many descriptors the questions share that need no connection; one for each resolver, and one more, are used in any case.
    package var maximumSockets = 64

    /// The resolvers to ask, the first one first; empty for those of this machine.
    package var resolvers: [ResolverAddress] = []

    /// The file that names this machine's resolvers, see resolv.conf(5).
    package var resolvConfPath = "/etc/resolv.conf"

    /// Whether answers are judged by DNSSEC.
    package var validatesDNSSEC = true

    /// The file with the keys that DNSSEC trusts, in master-file form: DS or DNSKEY records.
    package var trustAnchorPath = "/usr/share/dns/root.key"

    /// The keys themselves, in place of the file's; `nil` to read the file.
    package var trustAnchors: TrustAnchors?

    /// How long one lookup may take, whatever happens.
    ///
    /// At 30 % loss in both directions eleven tries fit, which all fail once in 1,600 times; a
    /// person waits, and so eight seconds are about the limit.
    package var lookupDeadline: Duration = .seconds(8)

    /// The waits between the tries of one question; the last one repeats.
    ///
    /// Shorter than those of common stubs (5 s), because a lost packet is the usual reason of
    /// silence and a resolver merges equal questions.
    package var tryGaps: [Duration] = [.milliseconds(500), .milliseconds(700), .milliseconds(800)]

    /// How long a closed port is tried again before it counts: a resolver that restarts takes about
    /// a second.
    package var closedPortGrace: Duration = .milliseconds(1_200)

    /// How long one try over TCP may take before the next begins; the kernel repeats a lost SYN
    /// after 1 s.
    package var tcpTryTimeout: Duration = .seconds(3)

    /// Creates the default settings: this machine's resolvers, and DNSSEC with the root's keys.
    package init() {}
}
