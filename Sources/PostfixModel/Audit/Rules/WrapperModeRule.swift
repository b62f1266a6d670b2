import ProbeModel
import TransportMap

/// Entries with port 465 whose transport does not begin with TLS: both sides wait for the other.
enum WrapperModeRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.entries.compactMap { entry in
            guard let client = entry.client, !client.usesWrapper,
                entry.result.nexthops.contains(where: {
                    client.port(of: $0) == SMTPClientSettings.wrapperPort
                })
            else { return nil }
            return AuditFinding(
                .wrapperMissing,
                .critical,
                subject: entry.subject,
                place: entry.place,
                message:
                    "\(entry.subject) goes to port 465 (\(entry.resultText)) by a transport without "
                    + "smtp_tls_wrappermode = yes.",
                cure: "Add a transport with it to master.cf and name that, or use another port."
            )
        }
    }
}
