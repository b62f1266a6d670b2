package import ProbeModel

/// Whether an answer on port 25 comes from the host that was asked for.
enum Authenticity: Hashable, Sendable {
    /// Its verified certificate names the host.
    case certified
    /// Its greeting, EHLO reply or unverified certificate names the host, or is the one of its reference port.
    case named
    /// It names another host than the reference port of the same address does.
    case foreign
    /// Nothing speaks for or against it.
    case unknown

    /// Judges a session by the host's names and by a session with another port of the same address.
    static func judge(
        _ probe: ProbeObservation,
        names: [DomainName],
        reference: ProbeObservation?
    ) -> Authenticity {
        guard probe.outcome.isConnected else { return .unknown }
        if let tls = probe.tls, tls.verified { return .certified }
        if probe.isRewritten { return .unknown }
        if let tls = probe.tls, tls.names.contains(where: { CertificateName.matches($0, names) }) {
            return .named
        }
        let said = ServerName.said(by: probe)
        if said.contains(where: { name in names.contains { $0.sharesOrganization(with: name) } }) {
            return .named
        }
        guard let reference, reference.outcome.speaksSMTP else { return .unknown }
        let saidThere = ServerName.said(by: reference)
        if !said.isDisjoint(with: saidThere) { return .named }
        return said.isEmpty || saidThere.isEmpty ? .unknown : .foreign
    }
}

extension ProbeObservation {
    /// Whether a device on the way has written over the greeting or the offer of STARTTLS.
    package var isRewritten: Bool {
        greeting?.isMaskedGreeting == true || clearCapabilities.hasMangledStartTLS
    }

    /// Whether the certificate, the greeting or the EHLO reply names one of the hosts, or another of their organisation.
    package func isNamed(_ names: [DomainName]) -> Bool {
        let authenticity = Authenticity.judge(self, names: names, reference: nil)
        return authenticity == .certified || authenticity == .named
    }
}

/// The names by which a server calls itself.
enum ServerName {
    /// Whether a server calls itself by one of the names, or by another of their organisation.
    static func isSaid(by probe: ProbeObservation, among names: [DomainName]) -> Bool {
        said(by: probe).contains { said in names.contains { $0.sharesOrganization(with: said) } }
    }

    /// Domains of hosts that were never given a name, whoever's they are.
    private static let placeholders: Set<Substring> = ["localdomain", "localhost", "local"]

    /// The first word of the greeting and of the EHLO reply, where they are domain names of two labels or more.
    static func said(by probe: ProbeObservation) -> Set<DomainName> {
        let ehloName = probe.capabilities.serverName ?? probe.clearCapabilities.serverName
        let words = [probe.greeting?.lines.first, ehloName.map { Array($0.utf8) }]
        return Set(
            words.compactMap(\.self).compactMap { line in
                let word = line.prefix { $0 != 32 && $0 != 9 }
                return DomainName(String(decoding: word, as: UTF8.self))
            }.filter(isHost)
        )
    }

    /// Whether a name can be a host's own: of two labels or more, and none of those that nobody was given.
    static func isHost(_ name: DomainName) -> Bool {
        name.labels.count >= 2 && !(name.labels.last.map(placeholders.contains) ?? false)
    }
}

/// The names in a certificate.
enum CertificateName {
    /// Whether a name, perhaps with a wildcard as its first label (RFC 9525 section 6.3), covers one of the hosts.
    static func matches(_ pattern: String, _ names: [DomainName]) -> Bool {
        let pattern = pattern.lowercased()
        return names.contains { name in
            if pattern == name.ascii { return true }
            guard pattern.hasPrefix("*."), let dot = name.ascii.firstIndex(of: ".") else {
                return false
            }
            return name.ascii[dot...] == pattern.dropFirst()
        }
    }

    /// Whether any name of a certificate covers one of the hosts.
    static func isCovered(_ patterns: [String], _ names: [DomainName]) -> Bool {
        patterns.contains { matches($0, names) }
    }

    /// The first name of a certificate that names nobody of the hosts' organisations; `nil` where it names one of
    /// them, or no host at all, as the ones that come with a mail server do.
    static func foreign(_ patterns: [String], to names: [DomainName]) -> DomainName? {
        guard !isCovered(patterns, names) else { return nil }
        let hosts = patterns.compactMap { pattern in
            DomainName(pattern.hasPrefix("*.") ? String(pattern.dropFirst(2)) : pattern)
        }.filter(ServerName.isHost)
        let isOwn = hosts.contains { host in names.contains { $0.sharesOrganization(with: host) } }
        return isOwn ? nil : hosts.first
    }
}
