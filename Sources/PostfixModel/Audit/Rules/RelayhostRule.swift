import ProbeModel

/// A relayhost that takes the mail of relayed domains, and knows nothing of them.
enum RelayhostRule: AuditRule {
    /// How many domains are named; the rest is counted.
    private static let namesShown = 3

    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        let taken = subject.domains.filter {
            $0.isRelayed && $0.decision.route.source == .relayhost
        }
        guard !taken.isEmpty else { return [] }
        let names = taken.prefix(namesShown).map(\.name.ascii).joined(separator: ", ")
        let rest = taken.count - min(taken.count, namesShown)
        let more = rest > 0 ? " and \(rest) more" : ""
        let relayhost = SafeText.escape(subject.parameters.text("relayhost"))
        return [
            AuditFinding(
                .relayhostTakesRelayed,
                .warning,
                subject: "relayhost",
                place: subject.mainPlace,
                message: "Mail for \(names)\(more) goes to the relayhost \(relayhost).",
                cure: "Give relayed domains transport entries with the hosts that keep their mail."
            )
        ]
    }
}
