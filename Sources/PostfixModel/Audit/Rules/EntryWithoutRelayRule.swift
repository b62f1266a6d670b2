import ProbeModel

/// Transport entries for domains that this Postfix takes no mail in for.
///
/// For mail that goes out such an entry is well and good; where the domain's MX records name this
/// machine, its mail is turned away here.
enum EntryWithoutRelayRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        let domains = subject.domainsByName
        return subject.entries.compactMap { entry in
            guard let name = entry.domain, let domain = domains[name],
                domain.decision.addressClass == .default
            else { return nil }
            let isListed = domain.mail.list?.contains(where: \.isSelf) == true
            return AuditFinding(
                .entryNotRelayed,
                isListed ? .warning : .ok,
                subject: entry.subject,
                place: entry.place,
                message: isListed
                    ? "\(name) has a transport entry and names this machine in its MX records, "
                        + "but is not in relay_domains: its mail is turned away."
                    : "\(name) has a transport entry and is not in relay_domains.",
                cure: isListed
                    ? "Add \(name) to relay_domains."
                    : "Nothing, where the entry is for mail that goes out."
            )
        }
    }
}
