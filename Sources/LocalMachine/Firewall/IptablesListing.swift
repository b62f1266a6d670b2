import ProbeModel

/// The listing of `iptables-save` or `ip6tables-save`, as far as outgoing packets to port 25 are concerned.
///
/// Looks at OUTPUT in every table and at the chains that it leads to. Sets and marks are not followed.
struct IptablesListing {
    /// The rules that name port 25 and stop or divert what they match.
    let rules: [FirewallRule]

    private struct Line {
        let table: String
        let chain: String
        /// The number within the chain, as `iptables -L --line-numbers` counts.
        let number: Int
        let words: [String]

        var target: String? {
            words.firstIndex { $0 == "-j" || $0 == "-g" }
                .flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        }
    }

    /// Reads the listing of a program for a family.
    init(_ text: String, program: String, family: AddressFamily) {
        let lines = Self.lines(text)
        let chains = Self.reachable(lines)
        rules = lines.compactMap { line in
            guard chains.contains([line.table, line.chain]), Self.namesPort(line.words),
                let action = Self.action(line.target)
            else { return nil }
            return FirewallRule(
                place: RuleText.safe(
                    "\(program) table \(line.table), chain \(line.chain), rule \(line.number)"
                ),
                text: RuleText.safe(line.words.joined(separator: " ")),
                action: action,
                families: [family]
            )
        }
    }

    private static func lines(_ text: String) -> [Line] {
        var table = ""
        var counts: [[String]: Int] = [:]
        var lines: [Line] = []
        for text in text.split(separator: "\n") {
            if text.first == "*" { table = String(text.dropFirst()) }
            let words = text.split(separator: " ").map(String.init)
            guard words.count > 2, words[0] == "-A" else { continue }
            let number = counts[[table, words[1]], default: 0] + 1
            counts[[table, words[1]]] = number
            lines.append(Line(table: table, chain: words[1], number: number, words: words))
        }
        return lines
    }

    private static func reachable(_ lines: [Line]) -> Set<[String]> {
        var seen = Set(lines.map { [$0.table, "OUTPUT"] })
        var waiting = Array(seen)
        while let place = waiting.popLast() {
            for line in lines where [line.table, line.chain] == place {
                guard let target = line.target else { continue }
                if seen.insert([line.table, target]).inserted {
                    waiting.append([line.table, target])
                }
            }
        }
        return seen
    }

    private static func namesPort(_ words: [String]) -> Bool {
        words.indices.contains { index in
            guard
                words[index] == "--dport" || words[index] == "--dports"
                    || words[index] == "--ports",
                index > 0, words[index - 1] != "!", index + 1 < words.count
            else { return false }
            return words[index + 1].split(separator: ",").contains { RuleText.holds(String($0)) }
        }
    }

    private static func action(_ target: String?) -> FirewallRule.Action? {
        switch target {
        case "DROP": return .drop
        case "REJECT": return .reject
        case "REDIRECT", "DNAT": return .redirect
        default: return nil
        }
    }
}
