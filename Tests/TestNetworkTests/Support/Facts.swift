/// The facts of a diagnosis in a few words each, so that a table of expectations can be read.
extension Document {
    /// `PREFERENCE HOST`, with `self` and `behind` where it is this machine or comes after it, per MX host.
    var hostWords: [String] {
        self.hosts.elements.map { host in
            let words = [
                "\(host.preference.integer ?? -1)", host.host.text ?? "?",
                host.isSelf.isTrue ? "self" : "", host.isBehindSelf.isTrue ? "behind" : "",
            ]
            return words.filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    /// All endpoints of all hosts.
    var allEndpoints: [Document] { self.hosts.elements.flatMap(\.endpoints.elements) }

    /// `FAMILY PORT OUTCOME` per endpoint, each once, in order.
    var outcomeWords: [String] {
        unique(
            allEndpoints.map {
                "\($0.family.text ?? "?") \($0.port.integer ?? 0) \($0.outcome.text ?? "?")"
            }
        )
    }

    /// The ids of the findings, each once, in order.
    var findingWords: [String] { unique(self.findings.elements.compactMap(\.id.text)) }

    /// `TYPE STATUS DNSSEC` per address lookup, each once, in order.
    var lookupWords: [String] {
        unique(
            self.hosts.elements.flatMap(\.lookups.elements).map {
                "\($0.type.text ?? "?") \($0.status.text ?? "?") \($0.dnssec.text ?? "?")"
            }
        )
    }

    private func unique(_ words: [String]) -> [String] {
        words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
