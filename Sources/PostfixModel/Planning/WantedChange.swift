public import ProbeModel
public import TransportMap

/// What a diagnosis wants of the transport map for one domain.
public enum WantedChange: Hashable, Sendable {
    /// A change, and whether the acceptance check passed on the very endpoint that it names.
    case change(MapChange, isVerified: Bool, reason: String)

    /// No change; why, as one sentence a line.
    case nothing([String])

    /// A change that must not be made; why, as one sentence a line.
    case refused([String])

    /// Reads the recommendations of a diagnosis.
    ///
    /// - Parameters:
    ///   - diagnosis: The diagnosis.
    ///   - wantsList: Whether somebody asked for an entry that tries port 25 first; `nil` where nobody said.
    public init(_ diagnosis: DomainDiagnosis, wantsList: Bool? = nil) {
        for advice in diagnosis.recommendations {
            guard let text = advice.pattern, let pattern = TransportPattern(text) else { continue }
            switch advice.action {
            case .setTransport:
                guard let result = advice.result.flatMap({ TransportResult($0) }) else { continue }
                let change = MapChange.divert(pattern, to: result)
                self = .change(change, isVerified: advice.verified, reason: advice.reason)
                return
            case .restoreTransport:
                self = .change(.revert(pattern), isVerified: true, reason: advice.reason)
                return
            default: continue
            }
        }
        var reasons = diagnosis.recommendations.map(Self.reason)
        if reasons.isEmpty { reasons = [diagnosis.summary] }
        self = .nothing(reasons + Self.ofDiversion(diagnosis, wantsList: wantsList))
    }

    /// Why a recommendation is made; the cure with it, where it is none that a plan could carry out.
    private static func reason(_ advice: Recommendation) -> String {
        guard advice.action == .useRelayhost, !advice.snippets.isEmpty else { return advice.reason }
        let cures = advice.snippets.map { snippet in
            let lines = snippet.text.split(separator: "\n").joined(separator: " && ")
            return "\(snippet.title): \(lines)"
        }
        return ([advice.reason] + cures).joined(separator: "; ")
    }

    /// What has to be said of a domain that stays diverted.
    private static func ofDiversion(_ diagnosis: DomainDiagnosis, wantsList: Bool?) -> [String] {
        let route = diagnosis.route
        guard route.diversion != nil else { return [] }
        var reasons: [String] = []
        let isList = route.result.map { TransportResult($0)?.nexthops.count ?? 0 > 1 }
        if let wantsList, let isList, isList != wantsList {
            let domain = diagnosis.observation.resolution.domain
            let style = wantsList ? "failover" : "port"
            reasons.append(
                "the entry keeps the style that it was diverted with; to have \(style): "
                    + "mxprobe transport revert \(domain), then mxprobe transport apply \(domain) --style \(style)"
            )
        }
        if let words = route.addressEntries.words {
            reasons.append("entries for single addresses keep their own route: \(words)")
        }
        return reasons
    }
}
