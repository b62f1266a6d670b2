import ProbeModel

/// Whether two ports of one address belong to the same mail system.
///
/// An address proves little: port 2525 may be somebody's web application. What a server calls itself and
/// what its certificate names must fit the MX host or what port 25 of that address says or once said.
enum SystemIdentity: Hashable, Sendable {
    /// It is the same; what ties it, as the end of a sentence.
    case same(String)
    /// It calls itself something that nothing ties to the mail host.
    case other(String)
    /// It gives no name at all.
    case nameless

    /// Judges a session with an alternate port.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - names: The names by which the mail host is known.
    ///   - references: Genuine sessions with port 25 of the same address.
    /// - Returns: The judgement; ``nameless`` says nothing against the port.
    static func judge(
        _ session: ProbeObservation,
        names: [DomainName],
        references: [ProbeObservation]
    ) -> SystemIdentity {
        let said = ServerName.said(by: session)
        let certified = session.tls?.names ?? []
        let spoken = references.filter(\.outcome.speaksSMTP)
        if !spoken.isEmpty {
            // Port 25 itself decides where it ever spoke: a host may well serve two systems under one domain.
            if spoken.contains(where: { !ServerName.said(by: $0).isDisjoint(with: said) }) {
                return .same("greets as port 25 does")
            }
            let known = spoken.flatMap { $0.tls?.names ?? [] }
            if !Set(known).isDisjoint(with: certified) {
                return .same("has the certificate of port 25")
            }
            if spoken.contains(where: { !ServerName.said(by: $0).isEmpty }), !said.isEmpty {
                return .other(shown(said, certified))
            }
        }
        if certified.contains(where: { CertificateName.matches($0, names) }) {
            return .same("has a certificate for the mail host")
        }
        if said.contains(where: { word in names.contains { $0.isOfOneOrganization(with: word) } }) {
            return .same("calls itself by the mail host's name")
        }
        return said.isEmpty && certified.isEmpty ? .nameless : .other(shown(said, certified))
    }

    private static func shown(_ said: Set<DomainName>, _ certified: [String]) -> String {
        if !said.isEmpty { return "calls itself \(said.sorted().map(\.ascii).asList)" }
        return "has a certificate for \(certified.first ?? "nobody")"
    }
}

extension DomainName {
    /// Whether two names belong to one organisation as far as names can tell.
    ///
    /// They must share their last two labels, or three where the two look like a registry's own
    /// (`co.uk`, `com.au`), because taking strangers for relatives would send mail to them.
    func isOfOneOrganization(with other: DomainName) -> Bool {
        let count = isUnderRegistrySuffix ? 3 : 2
        return labels.count >= count && labels.suffix(count) == other.labels.suffix(count)
    }

    private var isUnderRegistrySuffix: Bool {
        let end = labels.suffix(2)
        guard end.count == 2, let last = end.last, let first = end.first else { return false }
        return last.utf8.count == DomainName.countryCodeLength
            && (first.utf8.count <= DomainName.countryCodeLength
                || DomainName.registryLabels.contains(first))
    }

    /// Country codes have two letters (ISO 3166-1), and so have the shortest labels that registries keep.
    private static let countryCodeLength = 2

    /// Labels below country codes under which anybody may register.
    private static let registryLabels: Set<Substring> = [
        "com", "net", "org", "edu", "gov", "mil", "asso", "firm", "gob", "gouv", "info", "ltd",
        "nom",
        "plc", "sch", "gen",
    ]
}
