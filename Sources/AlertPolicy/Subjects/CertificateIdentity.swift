/// Tells one certificate from another: by the names in it and its end.
///
/// A renewed certificate has another end and so is another one; the same certificate on several hosts
/// is one.
public struct CertificateIdentity: Hashable, Sendable {
    /// A sum of the names in the certificate, 16 hexadecimal digits.
    public let namesSum: String

    /// When the certificate ends, in seconds since 1970 (UTC).
    public let notAfter: Int64

    /// Creates the identity of a certificate with these names.
    public init(names: [String], notAfter: Int64) {
        namesSum = TextSum.hex(of: Set(names.map { $0.lowercased() }).sorted())
        self.notAfter = notAfter
    }

    /// Reads ``key``; `nil` when it is none.
    init?(key: String) {
        let parts = key.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let notAfter = Int64(parts[1]), String(notAfter) == parts[1],
            parts[0].utf8.count == 16,
            parts[0].utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        namesSum = String(parts[0])
        self.notAfter = notAfter
    }

    /// The identity as one word.
    var key: String { "\(namesSum)@\(notAfter)" }
}
