import ProbeModel
import TransportMap

/// Transports that master.cf does not have: mail for them waits.
enum NamedTransportRule: AuditRule {
    private static let parameters = [
        "relay_transport", "default_transport", "local_transport", "virtual_transport",
    ]

    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        guard let services = subject.transports else { return [] }
        func isMissing(_ name: String) -> Bool { !name.isEmpty && services[name] == nil }
        let entries = subject.entries.filter { isMissing($0.result.transport) }.map { entry in
            finding(entry.result.transport, subject: entry.subject, place: entry.place)
        }
        let parameters = parameters.compactMap { parameter -> AuditFinding? in
            let text = subject.parameters.text(parameter)
            let name = text.split(separator: ":", omittingEmptySubsequences: false).first ?? ""
            guard isMissing(String(name)) else { return nil }
            return finding(String(name), subject: parameter, place: subject.mainPlace)
        }
        return entries + parameters
    }

    private static func finding(
        _ name: String,
        subject: String,
        place: FilePlace?
    ) -> AuditFinding {
        let name = SafeText.escape(name)
        return AuditFinding(
            .transportMissing,
            .critical,
            subject: subject,
            place: place,
            message: "\(subject) names the transport \(name), which master.cf does not have.",
            cure: "Correct the name, or add the service \(name) to master.cf."
        )
    }
}
