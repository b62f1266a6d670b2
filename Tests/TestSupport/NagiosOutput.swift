/// The output of a plugin, read by the grammar of the Nagios plugin development guidelines and nothing else.
///
/// One line of text that begins with the name of the service and its state, `|`, performance data; then lines of long text.
/// Each datum is `'label'=value[UOM];[warn];[crit];[min];[max]`: the quotes may be left out of labels without blanks, a
/// quote within is doubled, and an unknown value is `U`.
package struct NagiosOutput {
    /// The exit statuses of the guidelines, by what the status line says.
    package static let statuses: [String: Int32] = [
        "OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3,
    ]

    /// What the status line says.
    package let state: String
    /// The lines that follow the first.
    package let longText: [String]
    /// The values by label.
    package private(set) var performance: [String: Double] = [:]

    /// Reads all of it; `nil` where it breaks a rule.
    package init?(_ text: String) {
        guard text.hasSuffix("\n"), text.unicodeScalars.allSatisfy(NagiosOutput.isPrintable) else {
            return nil
        }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        // A second sign would begin performance data within the long text.
        guard let first = lines.first, !lines.dropFirst().contains(where: { $0.contains("|") })
        else { return nil }
        let halves = first.split(separator: "|", omittingEmptySubsequences: false)
        guard halves.count == 2, let status = halves[0].wholeMatch(of: /[A-Z]+ ([A-Z]+) - .+/),
            NagiosOutput.statuses[String(status.1)] != nil
        else { return nil }
        state = String(status.1)
        longText = lines.dropFirst().map(String.init)
        var rest = halves[1]
        while !rest.isEmpty {
            // Programs that draw curves tell labels apart by their first 19 characters.
            guard let (label, value) = NagiosOutput.item(&rest),
                performance.keys.allSatisfy({ $0.prefix(19) != label.prefix(19) })
            else { return nil }
            performance[label] = value
        }
    }

    /// The exit status that goes with the state.
    package var status: Int32 { NagiosOutput.statuses[state] ?? -1 }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar.properties.generalCategory != .control
    }

    /// One datum, and the blank behind it.
    private static func item(_ rest: inout Substring) -> (String, Double)? {
        let pattern =
            #/('(?<quoted>(?:[^'=]|'')+)'|(?<bare>[^ '=]+))=(?<value>U|-?[0-9]+(?:\.[0-9]+)?)(?:s|us|ms|%|B|KB|MB|TB|c)?(?<limits>(?:;[-0-9.:~@]*){0,4})(?: (?=.)|$)/#
        guard let match = rest.prefixMatch(of: pattern) else { return nil }
        let limits = match.limits.split(separator: ";", omittingEmptySubsequences: false)
            .dropFirst()
        // Warning and critical are ranges, `[@]start:end` with `~` for minus infinity; the others are plain numbers.
        let range = #/@?(?:(?:~|-?[0-9.]+):)?(?:-?[0-9.]+)?/#
        let number = #/-?[0-9]+(?:\.[0-9]+)?/#
        for (index, limit) in limits.enumerated() where !limit.isEmpty {
            let isFit =
                index < 2 ? limit.wholeMatch(of: range) != nil : limit.wholeMatch(of: number) != nil
            guard isFit else { return nil }
        }
        rest = rest[match.range.upperBound...]
        let label = String(match.quoted ?? match.bare ?? "").replacing("''", with: "'")
        return (label, Double(match.value) ?? .nan)
    }
}
