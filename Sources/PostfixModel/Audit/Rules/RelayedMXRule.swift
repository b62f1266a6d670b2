import ProbeModel

/// Relayed domains whose MX records do not make this machine their backup.
enum RelayedMXRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.domains.filter(\.isRelayed).compactMap { domain in
            switch domain.mail {
            case .null: return null(domain, subject)
            case .unknown(let reason): return unknown(domain, reason)
            case .hosts(let hosts): return judge(domain, hosts, subject)
            }
        }
    }

    private static func judge(
        _ domain: AuditDomain,
        _ hosts: [MailHost],
        _ subject: AuditMaterial
    ) -> AuditFinding? {
        guard let own = hosts.filter(\.isSelf).map(\.preference).min() else {
            return notListed(domain, subject)
        }
        let hasBetter = hosts.contains { !$0.isSelf && $0.preference < own }
        guard domain.decision.route.delivery == .mx, !hasBetter else { return nil }
        return AuditFinding(
            .mxSelfIsBest,
            .critical,
            subject: domain.name.ascii,
            place: domain.decision.route.place,
            message:
                "This machine is the best MX host of \(domain.name), and nothing says where its "
                + "mail goes: it would loop.",
            cure: "Add a transport entry, as in \(domain.name) relay:[mail.\(domain.name)]."
        )
    }

    private static func notListed(_ domain: AuditDomain, _ subject: AuditMaterial) -> AuditFinding {
        AuditFinding(
            .mxNotListed,
            .warning,
            subject: domain.name.ascii,
            place: subject.mainPlace,
            message:
                "\(domain.name) is in relay_domains, and none of its MX records names this machine.",
            cure: "Add an MX record for this machine, or take the domain out of relay_domains."
        )
    }

    private static func null(_ domain: AuditDomain, _ subject: AuditMaterial) -> AuditFinding {
        AuditFinding(
            .mxNull,
            .warning,
            subject: domain.name.ascii,
            place: subject.mainPlace,
            message: "\(domain.name) is in relay_domains, and its MX record says it takes no mail.",
            cure: "Take the domain out of relay_domains."
        )
    }

    private static func unknown(_ domain: AuditDomain, _ reason: String) -> AuditFinding {
        AuditFinding(
            .mxUnknown,
            .unknown,
            subject: domain.name.ascii,
            message:
                "The MX records of \(domain.name) could not be looked up: \(SafeText.escape(reason)).",
            cure: "Ask again later, or see what the resolver of this machine says."
        )
    }
}
