/// The output of a plugin, read by the grammar of the Nagios plugin guidelines.
struct NagiosOutput {
    let state: String
    private(set) var performance: [String: Double] = [:]

    /// Reads all of it; `nil` where it breaks a rule.
    init?(_ text: String) {
        guard text.hasSuffix("\n") else { return nil }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, !lines.dropFirst().contains(where: { $0.contains("|") })
        else { return nil }
        let halves = first.split(separator: "|", omittingEmptySubsequences: false)
        guard halves.count == 2, let status = halves[0].wholeMatch(of: /MXPROBE ([A-Z]+) - .+/),
            ["OK", "WARNING", "CRITICAL", "UNKNOWN"].contains(status.1)
        else { return nil }
        state = String(status.1)
        var rest = halves[1]
        while !rest.isEmpty {
            guard let (label, value) = NagiosOutput.item(&rest),
                performance.keys.allSatisfy({ $0.prefix(19) != label.prefix(19) })
            else { return nil }
            performance[label] = value
        }
    }

    /// `'label'=value[UOM];[warn];[crit];[min];[max]`, and the space behind it.
    private static func item(_ rest: inout Substring) -> (String, Double)? {
        let value = #/-?[0-9]+(?:\.[0-9]+)?/#
        let pattern =
            #/('(?<quoted>(?:[^'=]|'')+)'|(?<bare>[^ '=]+))=(?<value>U|-?[0-9]+(?:\.[0-9]+)?)(?:s|us|ms|%|B|KB|MB|TB|c)?(?<limits>(?:;[-0-9.:~@]*){0,4})(?: |$)/#
        guard let match = rest.prefixMatch(of: pattern) else { return nil }
        // A minimum and a maximum are plain numbers.
        let limits = match.limits.split(separator: ";", omittingEmptySubsequences: false)
        for limit in limits.dropFirst(3) where !limit.isEmpty {
            guard limit.wholeMatch(of: value) != nil else { return nil }
        }
        rest = rest[match.range.upperBound...]
        let label = match.quoted ?? match.bare ?? ""
        return Double(match.value).map { (String(label), $0) }
    }
}
