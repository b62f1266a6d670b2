/// How one DNS lookup ended.
public enum LookupStatus: String, Hashable, Sendable, Codable, CaseIterable {
    /// Records came.
    case found
    /// The name exists and has no record of this type (RFC 2308 section 2.2).
    case noData = "nodata"
    /// The name does not exist (RFC 2308 section 2.1).
    case nxdomain
    /// The resolver could not get an answer (RCODE 2).
    case servfail
    /// The resolver refuses to answer us (RCODE 5).
    case refused
    /// No resolver answered before the deadline.
    case timeout
    /// There is no resolver, or none can be sent to (no route, port closed).
    case noResolver = "no-resolver"
    /// DNSSEC validation failed.
    case bogus
    /// The answer cannot be read, leads in a circle, or has another error code.
    case malformed
    /// The run ended first.
    case interrupted

    /// Whether this is an answer of the domain's own servers, as opposed to a failed lookup.
    public var isDefinite: Bool {
        switch self {
        case .found, .noData, .nxdomain: return true
        case .servfail, .refused, .timeout, .noResolver, .bogus, .malformed, .interrupted:
            return false
        }
    }
}
