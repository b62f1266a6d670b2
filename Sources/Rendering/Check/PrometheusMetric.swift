/// One metric of Prometheus's text format 0.0.4: what it means, and its samples.
struct PrometheusMetric: Sendable {
    /// The name, which ends in the unit.
    let name: String
    /// What it tells, in one sentence.
    let help: String
    private var samples: [(labels: String, value: String)] = []
    private var seen: Set<String> = []

    init(_ name: String, _ help: String) {
        self.name = name
        self.help = help
    }

    /// Adds a sample; a second one with the same labels would make the whole file unreadable and is left out.
    mutating func add(_ labels: [(name: String, value: String)], _ value: String) {
        let text = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        guard seen.insert(text).inserted else { return }
        samples.append((text.isEmpty ? "" : "{\(text)}", value))
    }

    /// The lines; none without samples.
    var text: String {
        guard !samples.isEmpty else { return "" }
        return "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            + samples.map { "\(name)\($0.labels) \($0.value)\n" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            default: String(scalar)
            }
        }.joined()
    }
}
