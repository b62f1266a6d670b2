import ProbeModel

/// Relayed domains whose recipients nobody checks: mail for unknown ones is taken in and returned
/// to senders who never sent it.
enum RecipientCheckRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        guard subject.domains.contains(where: \.isRelayed) else { return [] }
        let maps = subject.parameters.list("relay_recipient_maps")
        let takesAny = maps.contains { $0.hasPrefix("static:") }
        let restrictions = RestrictionList(subject.parameters)
        guard maps.isEmpty || takesAny,
            restrictions.parameter(with: "reject_unverified_recipient") == nil
        else { return [] }
        return [
            AuditFinding(
                .recipientsUnchecked,
                .warning,
                subject: "relay_recipient_maps",
                place: subject.mainPlace,
                message: takesAny
                    ? "relay_recipient_maps takes any recipient of the relayed domains."
                    : "relay_recipient_maps is empty: any recipient of the relayed domains is taken.",
                cure:
                    "List the recipients in relay_recipient_maps, or add reject_unverified_recipient "
                    + "to smtpd_recipient_restrictions, so that mail for others is not returned to "
                    + "forged senders."
            )
        ]
    }
}
