package import ProbeModel

extension DNSName {
    /// Splits a text at its dots; only for tests.
    package init(text: String) {
        let labels = text.split(separator: ".").map { Array($0.utf8) }
        guard let name = DNSName(labels: labels) else {
            preconditionFailure("the test's name \(text) is none")
        }
        self = name
    }
}

extension WireQuestion {
    /// Creates a question from text; only for tests.
    package init(_ text: String, _ type: UInt16) {
        self.init(name: DNSName(text: text), type: type)
    }
}
