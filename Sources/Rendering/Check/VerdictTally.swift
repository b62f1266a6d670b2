package import ProbeModel

/// How many domains got which verdict, counted one by one.
package struct VerdictTally: Hashable, Sendable {
    /// How many domains there are.
    package private(set) var total = 0

    /// The worst severity; `nil` where there are no domains.
    package private(set) var severity: Severity?

    /// How many are not as they should be.
    package private(set) var troubled = 0

    private var counts: [Verdict: Int] = [:]

    /// Creates a tally of nothing.
    package init() {}

    /// Counts a domain.
    package mutating func add(_ verdict: Verdict, _ severity: Severity) {
        total += 1
        counts[verdict, default: 0] += 1
        if severity != .ok { troubled += 1 }
        self.severity = max(self.severity ?? severity, severity)
    }

    /// The totals, `3 domains: 2 healthy, 1 blocked`.
    package var text: String {
        let parts = Verdict.allCases.compactMap { verdict -> String? in
            counts[verdict].map { "\($0) \(verdict.rawValue)" }
        }
        return "\(total) \(total == 1 ? "domain" : "domains")"
            + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }

    /// The line that a run ends with for a person, with its line break.
    ///
    /// - Parameter severity: The run's own severity, which may be worse than that of its domains.
    /// - Returns: The line.
    package func summary(_ severity: Severity) -> String { "\(severity.word): \(text)\n" }
}
