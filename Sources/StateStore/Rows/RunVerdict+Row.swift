internal import GRDB
internal import ProbeModel

extension RunVerdict {
    /// The facts as JSON; `nil` where there are none, or too many.
    func factsText() throws -> String? {
        guard !facts.isEmpty else { return nil }
        let text = try JSONText.of(facts)
        return text.utf8.count <= RunVerdict.maximumFacts ? text : nil
    }

    /// Reads a row; what cannot be read is unknown, and no reason to show nothing.
    init(row: Row) throws {
        self.init(
            verdict: try String.fromRow(row, "verdict"),
            severity: Severity(rawValue: try String.fromRow(row, "severity")) ?? .unknown,
            summary: try String.fromRow(row, "summary"),
            facts: String.ifAny(row, "facts")
                .flatMap { try? JSONText.read($0, as: [String: String].self) } ?? [:]
        )
    }
}
