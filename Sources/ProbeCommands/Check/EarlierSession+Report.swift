import ProbeModel
import StateStore

extension EarlierSession {
    /// The sessions with port 25 that are worth comparing with later, each address once.
    static func all(in probes: [ProbeObservation], at time: Int64) -> [EarlierSession] {
        var seen: Set<IPAddress> = []
        return probes.filter { probe in
            probe.endpoint.port == Endpoint.smtpPort && probe.outcome.speaksSMTP
                && seen.insert(probe.endpoint.address).inserted
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
