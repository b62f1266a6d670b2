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
    /// - Parameter diagnosis: The diagnosis.
    public init(_ diagnosis: DomainDiagnosis) {
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
        let reasons = diagnosis.recommendations.map(\.reason)
        self = .nothing(reasons.isEmpty ? [diagnosis.summary] : reasons)
    }
}
