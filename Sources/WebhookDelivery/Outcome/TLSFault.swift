/// Why there was no TLS session to trust.
package struct TLSFault: Hashable, Sendable {
    /// The stable words for it.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The two sides found no common ground, or the other does not speak TLS.
        case handshake = "tls-handshake"
        /// The chain leads to no trusted root, or has expired.
        case certificate = "tls-certificate"
        /// The certificate is for another name.
        case name = "tls-name"
        /// The server wants a certificate of ours, or another than the one it was shown.
        case clientCertificate = "tls-client-certificate"
    }

    /// What kind of fault.
    package var code: Code
    /// What happened, in one line, without secrets.
    package var reason: String

    /// Creates a fault.
    package init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}
