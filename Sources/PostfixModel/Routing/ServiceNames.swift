/// The ports of service names (`known_tcp_ports`; services(5) beyond that).
struct ServiceNames {
    /// The names that Postfix knows by itself from 3.6 on (postconf(5), known_tcp_ports).
    private static let builtIn: [String: UInt16] = [
        "lmtp": 24, "smtp": 25, "smtps": 465, "submissions": 465, "submission": 587,
    ]

    private let ports: [String: UInt16]
    private let lookup: ServiceLookup

    /// Takes `lmtp=24, smtps=submissions=465, …`; what it does not name has its usual port, and the rest is looked up.
    init(_ knownPorts: String?, lookup: ServiceLookup) {
        var ports = Self.builtIn
        for item in ParameterText.items(knownPorts ?? "") {
            let parts = item.split(separator: "=")
            guard let port = parts.last.flatMap({ UInt16($0) }) else { continue }
            for name in parts.dropLast() { ports[String(name)] = port }
        }
        self.ports = ports
        self.lookup = lookup
    }

    /// The port of a name or number.
    func answer(_ text: String) -> ServiceLookup.Answer {
        if let port = ports[text] { return .port(port) }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return lookup.answer(text)
        }
        return UInt16(text).flatMap { $0 == 0 ? nil : .port($0) } ?? .absent
    }

    /// The port of a name or number; `nil` where there is no such service, or it is not known.
    func port(_ text: String) -> UInt16? {
        guard case .port(let port) = answer(text) else { return nil }
        return port
    }
}
