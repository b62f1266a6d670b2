import ProbeModel

/// Relayed domains without a transport entry: fine while their MX hosts answer on port 25.
enum RelayWithoutEntryRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.domains.filter(\.isRelayed).compactMap { domain in
            guard domain.decision.delivery != nil, domain.decision.match == nil,
                domain.decision.route.source == .mx,
                domain.mail.list?.contains(where: { !$0.isSelf }) == true
            else { return nil }
            return AuditFinding(
                .relayWithoutEntry,
                .ok,
                subject: domain.name.ascii,
                message: "\(domain.name) has no transport entry: its mail follows its MX records.",
                cure: "Nothing, while its better MX hosts can be reached on port 25."
            )
        }
    }
}
