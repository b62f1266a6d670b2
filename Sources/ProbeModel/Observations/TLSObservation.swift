/// What a finished TLS handshake showed.
public struct TLSObservation: Hashable, Sendable {
    /// The protocol version, such as `TLSv1.3`.
    public let version: String

    /// The cipher suite, in OpenSSL's name.
    public let cipher: String

    /// Whether the chain leads to a trusted root and a name matches (RFC 9525), or DANE matched.
    public let verified: Bool

    /// Why ``verified`` is false, in OpenSSL's words; `nil` when it is true.
    public let error: String?

    /// The DNS names that the certificate carries, escaped, at most ``maximumNames``.
    public let names: [String]

    /// When the certificate ends, in seconds since 1970 (UTC); `nil` when unreadable.
    public let notAfter: Int64?

    /// What DANE says; `nil` when no usable secure TLSA record exists.
    public let dane: DANEVerdict?

    /// The certificates as the peer sent them, in DER, its own first; for judging them by other names and records.
    public var certificates: [[UInt8]] = []

    /// The most certificates that are kept; real chains have two to four.
    public static let maximumCertificates = 10

    /// The longest certificate that is kept, in bytes; with hundreds of names they reach some 20 KiB.
    public static let maximumCertificateLength = 1 << 16

    /// The most names that are kept; real certificates of shared hosts have hundreds.
    public static let maximumNames = 100

    /// Creates an observation.
    public init(
        version: String,
        cipher: String,
        verified: Bool,
        error: String?,
        names: [String],
        notAfter: Int64?,
        dane: DANEVerdict?
    ) {
        self.version = version
        self.cipher = cipher
        self.verified = verified
        self.error = error
        self.names = names
        self.notAfter = notAfter
        self.dane = dane
    }
}
