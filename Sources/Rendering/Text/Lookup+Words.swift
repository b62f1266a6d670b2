import ProbeModel

extension LookupStatus {
    /// The status in a few words.
    var words: String {
        switch self {
        case .found: return "found"
        case .noData: return "no such record"
        case .nxdomain: return "no such name"
        case .servfail: return "SERVFAIL"
        case .refused: return "REFUSED"
        case .timeout: return "no resolver answered in time"
        case .noResolver: return "no resolver can be asked"
        case .bogus: return "DNSSEC bogus"
        case .malformed: return "unreadable answer"
        case .interrupted: return "not finished"
        }
    }
}

extension Lookup {
    /// How the lookup failed, by whom, and what was seen.
    var failureWords: String {
        guard let failure else { return status.words }
        let code = failure.extendedErrorCode.map { ", extended error \($0)" } ?? ""
        guard let server = failure.server else {
            return "\(status.words) (\(failure.message)\(code))"
        }
        // Who could not be asked sent nothing.
        if status == .noResolver { return "\(status.words) (\(server): \(failure.message)\(code))" }
        return "\(status.words) from \(server) (\(failure.message)\(code))"
    }
}
