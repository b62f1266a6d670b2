/// How one request ended.
///
/// No text in it holds more of a URL than its scheme, host and port, and none is more than a line.
package enum DeliveryOutcome: Hashable, Sendable {
    /// The receiver has taken it (2xx).
    case delivered(status: Int)
    /// The receiver does not take it (4xx and 5xx but 410).
    case refused(Refusal)
    /// The receiver sends us elsewhere (3xx), where we do not go; the origin of that place, if it names one.
    case redirected(status: Int, origin: String?)
    /// The receiver wants nothing more of this kind (410).
    case gone
    /// No answer came, or none that is HTTP.
    case network(NetworkFault)
    /// TLS failed, or the certificate is not one to trust.
    case tls(TLSFault)
    /// The time of the request is up; what it was doing.
    case timedOut(TransferPhase)
    /// Ended by us: the caller's deadline, its cancellation, or the sender's shutdown; it may have arrived.
    case abandoned
    /// Not sent, since it could not be: what is wrong with the request or its files.
    case invalid(String)

    /// A stable word for the kind of outcome.
    package var word: String {
        switch self {
        case .delivered: return "delivered"
        case .refused: return "refused"
        case .redirected: return "redirected"
        case .gone: return "gone"
        case .network(let fault): return fault.code.rawValue
        case .tls(let fault): return fault.code.rawValue
        case .timedOut(let phase): return "timeout-\(phase.rawValue)"
        case .abandoned: return "abandoned"
        case .invalid: return "invalid"
        }
    }
}

extension DeliveryOutcome: CustomStringConvertible {
    /// What happened, in one line.
    package var description: String {
        switch self {
        case .delivered(let status): return "answered \(status)"
        case .refused(let refusal): return refusal.description
        case .redirected(let status, let origin):
            let place = origin.map { " to \($0)" } ?? ""
            return "answered \(status), a redirect\(place), which is not followed"
        case .gone: return "answered 410: it wants no more"
        case .network(let fault): return fault.reason
        case .tls(let fault): return fault.reason
        case .timedOut(let phase): return phase.description
        case .abandoned: return "given up before an answer came"
        case .invalid(let reason): return reason
        }
    }
}
