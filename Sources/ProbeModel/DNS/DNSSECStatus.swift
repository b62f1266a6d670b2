/// What local DNSSEC validation says of an answer (RFC 4033 section 5).
public enum DNSSECStatus: String, Hashable, Sendable, Codable {
    /// Signed, and the chain to the trust anchor holds.
    case secure
    /// Proven to be unsigned.
    case insecure
    /// Signed, and the signature or chain is broken.
    case bogus
    /// Could not be judged: validation is off, or the resolver strips signatures.
    case indeterminate
}
