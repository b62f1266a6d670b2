/// Where a domain's list of mail hosts comes from (RFC 5321 section 5.1, RFC 7505).
public enum MXSource: String, Hashable, Sendable, Codable {
    /// MX records.
    case mx
    /// No MX records: the domain's own addresses.
    case implicit
    /// A null MX: the domain takes no mail.
    case null
    /// Nothing could be learnt, or there is nothing.
    case none
}
