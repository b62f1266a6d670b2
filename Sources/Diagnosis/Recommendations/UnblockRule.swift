import ProbeModel

/// Recommends `request-unblock` where somebody on the way stops, diverts or slows port 25.
///
/// Silent for a healthy domain, and where the provider is known never to open the port.
enum UnblockRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        let reports = advice.reports.filter { $0.verdict.isElsewhere }
        guard !reports.isEmpty, isWanted(advice), advice.provider?.unblock != .refused else {
            return []
        }
        let provider = advice.provider
        var notes: [String] = []
        if let provider {
            let source = provider.isReport ? "as users report" : "by its own word"
            notes.append("\(provider.name) \(provider.habit) (\(source), \(provider.checked))")
            if let afterwards = provider.afterwards { notes.append(afterwards) }
        }
        notes.append("mxprobe diagnose \(advice.domain) --letter prints the request with the proof")
        return [
            Recommendation(
                action: .requestUnblock,
                reason: reports.map(PathText.stop).joined(separator: "; ") + ": " + order(provider),
                notes: notes
            )
        ]
    }

    private static func isWanted(_ advice: AdviceCase) -> Bool {
        switch advice.diagnosis.verdict {
        case .blocked, .degraded, .inconclusive, .unreachable, .rejected, .filtered: return true
        case .diverted: return advice.diagnosis.severity >= .warning
        case .healthy, .misconfigured, .noMail, .dnsFailure: return false
        }
    }

    private static func order(_ provider: ProviderPolicy?) -> String {
        switch provider?.unblock {
        case .onRequest(let how), .selfService(let how): return how
        case .refused, .undocumented, nil:
            return "ask \(provider?.name ?? "whoever runs that network") to open it"
        }
    }
}
