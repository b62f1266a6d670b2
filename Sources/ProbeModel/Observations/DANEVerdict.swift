/// Whether a certificate matches the host's TLSA records (RFC 7672).
public enum DANEVerdict: String, Hashable, Sendable, Codable {
    /// A DANE-EE (3 x x) or DANE-TA (2 x x) record matches.
    case verified
    /// Records exist and none matches.
    case mismatch
    /// Records exist and none can be used with SMTP.
    case unusable
}
