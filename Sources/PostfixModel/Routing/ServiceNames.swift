/// The ports of service names (`known_tcp_ports`; services(5) beyond that).
struct ServiceNames {
    /// The names that Postfix knows by itself from 3.6 on (postconf(5), known_tcp_ports).
    private static let builtIn: [String: UInt16] = [
        "lmtp": 24, "smtp": 25, "smtps": 465, "submissions": 465, "submission": 587,
    ]

    private let ports: [String: UInt16]

    /// Takes `lmtp=24, smtps=submissions=465, …`; what it does not name has its usual port.
    init(_ knownPorts: String?) {
        var ports = Self.builtIn
        for item in ParameterText.items(knownPorts ?? "") {
            let parts = item.split(separator: "=")
            guard let port = parts.last.flatMap({ UInt16($0) }) else { continue }
            for name in parts.dropLast() { ports[String(name)] = port }
        }
        self.ports = ports
    }

    /// The port of a name or number; `nil` where the name is not known.
    func port(_ text: String) -> UInt16? {
        ports[text] ?? UInt16(text).flatMap { $0 == 0 ? nil : $0 }
    }
}
