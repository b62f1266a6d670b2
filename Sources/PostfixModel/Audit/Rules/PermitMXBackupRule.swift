import ProbeModel

/// `permit_mx_backup` without `permit_mx_backup_networks`: whoever names this machine in an MX
/// record has it relay for them.
enum PermitMXBackupRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        let restrictions = RestrictionList(subject.parameters)
        guard let parameter = restrictions.parameter(with: "permit_mx_backup"),
            subject.parameters.list("permit_mx_backup_networks").isEmpty
        else { return [] }
        return [
            AuditFinding(
                .permitMXBackup,
                .warning,
                subject: "permit_mx_backup",
                place: subject.mainPlace,
                message:
                    "\(parameter) has permit_mx_backup, and permit_mx_backup_networks is empty: "
                    + "any domain whose MX records name this machine is relayed.",
                cure:
                    "List the networks of the main servers in permit_mx_backup_networks, or use "
                    + "relay_domains instead."
            )
        ]
    }
}
