/// How a session with an endpoint becomes encrypted.
public enum TLSMode: String, Hashable, Sendable, Codable {
    /// In clear at first, then STARTTLS where it is offered (RFC 3207).
    case starttls
    /// TLS from the first byte, as on port 465 (RFC 8314 section 3.3).
    case implicit
}
