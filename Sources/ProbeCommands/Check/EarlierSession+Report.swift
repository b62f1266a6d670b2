import ProbeModel
import StateStore

extension EarlierSession {
    /// The sessions with port 25 of a run that are worth comparing with later.
    ///
    /// Where a device in between answers on port 25, what was said there is the device's word.
    static func all(in report: DiagnosisReport, at time: Int64) -> [EarlierSession] {
        let intercepted = report.egress.filter { $0.verdict == .intercepted }.map(\.family)
        var seen: Set<IPAddress> = []
        return report.domains.flatMap(\.observation.probes).filter { probe in
            let address = probe.endpoint.address
            return probe.endpoint.port == Endpoint.smtpPort && probe.outcome.speaksSMTP
                && !intercepted.contains(address.family) && seen.insert(address).inserted
        }.map { probe in
            EarlierSession(
                address: probe.endpoint.address,
                greetingName: probe.greeting?.serverName,
                certificateNames: probe.tls?.names ?? [],
                seen: time
            )
        }
    }
}

extension Reply {
    /// The name in a greeting, its first word (RFC 5321 section 4.2).
    fileprivate var serverName: DomainName? {
        guard let line = lines.first else { return nil }
        let word = line.prefix { $0 != UInt8(ascii: " ") }
        return DomainName(String(decoding: word, as: UTF8.self))
    }
}
