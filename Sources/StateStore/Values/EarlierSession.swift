package import ProbeModel

/// What port 25 of an address said when it last spoke SMTP.
///
/// When port 25 is silent this shows whether an alternate port belongs to the same mail system.
package struct EarlierSession: Hashable, Sendable {
    /// The address.
    package var address: IPAddress
    /// The name in the greeting; `nil` where it gave none.
    package var greetingName: DomainName?
    /// The DNS names of its certificate, as shown; empty without TLS.
    package var certificateNames: [String]
    /// When it was seen, in seconds since 1970 (UTC).
    package var seen: Int64

    /// The most certificate names that are kept: enough for any mail system, too few to fill the disk.
    package static let maximumNames = 20

    /// Creates a session.
    package init(
        address: IPAddress,
        greetingName: DomainName?,
        certificateNames: [String],
        seen: Int64
    ) {
        self.address = address
        self.greetingName = greetingName
        self.certificateNames = certificateNames
        self.seen = seen
    }

    /// The session in the form that the diagnosis compares; only the names in it were ever seen.
    package var observation: ProbeObservation {
        var session = ProbeObservation(
            endpoint: Endpoint(address: address, port: Endpoint.smtpPort),
            outcome: .ready,
            phase: .quit
        )
        if let name = greetingName, let code = ReplyCode(220) {
            session.greeting = Reply(code: code, lines: [Array("\(name) ESMTP".utf8)])
        }
        if !certificateNames.isEmpty {
            session.tls = TLSObservation(
                version: "",
                cipher: "",
                verified: false,
                error: nil,
                names: certificateNames,
                notAfter: nil,
                dane: nil
            )
        }
        return session
    }
}
