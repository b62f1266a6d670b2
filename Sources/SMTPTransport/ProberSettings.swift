import Glibc

/// What an ``SMTPProber`` may use of this machine.
package struct ProberSettings: Hashable, Sendable {
    /// The sessions held at the same time; further requests wait for their turn.
    ///
    /// Five hundred keep a bulk run busy, and stay below the common limit of 1,024 descriptors.
    package var maximumSessions = 500

    /// How many of them others have to bear.
    package var admission = AdmissionLimits()

    /// The file of trusted roots in PEM form; `nil` for ``defaultCAFile``.
    package var caFile: String?

    /// Creates the default settings.
    package init(
        maximumSessions: Int = 500,
        admission: AdmissionLimits = AdmissionLimits(),
        caFile: String? = nil
    ) {
        self.maximumSessions = maximumSessions
        self.admission = admission
        self.caFile = caFile
    }

    /// The file that `SSL_CERT_FILE` names, as with OpenSSL's own programs, else Debian's bundle.
    package static var defaultCAFile: String {
        guard let path = getenv("SSL_CERT_FILE"), path.pointee != 0 else { return debianBundle }
        return String(cString: path)
    }

    /// The bundle of the package `ca-certificates`.
    private static let debianBundle = "/etc/ssl/certs/ca-certificates.crt"

    /// The sessions that a loop can tell apart; see ``EventToken``.
    private static let mostSessions = 1 << 16

    /// ``maximumSessions``, at least one and no more than the loop can hold.
    var sessionCapacity: Int { min(max(maximumSessions, 1), ProberSettings.mostSessions) }
}
