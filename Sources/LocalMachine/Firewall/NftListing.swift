import ProbeModel

/// The listing of `nft -a list ruleset`, as far as outgoing packets to port 25 are concerned (nft(8)).
///
/// Looks at chains on the output hook and those that they jump to. Sets with a name, maps and marks are not followed:
/// what is not plainly there is not found.
struct NftListing {
    /// The rules that name port 25 and stop or divert what they match.
    let rules: [FirewallRule]

    private struct Chain {
        let table: [String]
        let name: String
        var isOutput = false
        var lines: [String] = []
    }

    /// Reads a listing.
    init(_ text: String) {
        let chains = Self.chains(text)
        rules = Self.reachable(chains).flatMap { chain in
            chain.lines.compactMap { Self.rule($0, in: chain) }
        }
    }

    private static func chains(_ text: String) -> [Chain] {
        var table: [String] = []
        var chains: [Chain] = []
        var isInChain = false
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let first = words.first else { continue }
            if first == "table", words.count >= 3 {
                (table, isInChain) = (Array(words[1...2]), false)
            } else if first == "chain", words.count >= 2, !isInChain {
                chains.append(Chain(table: table, name: words[1]))
                isInChain = true
            } else if first == "}" {
                isInChain = false
            } else if isInChain {
                if first == "type" {
                    chains[chains.count - 1].isOutput = words.joined(separator: " ")
                        .contains("hook output ")
                } else {
                    chains[chains.count - 1].lines.append(words.joined(separator: " "))
                }
            }
        }
        return chains
    }

    /// The chains on the output hook, and what they lead to, each once.
    private static func reachable(_ chains: [Chain]) -> [Chain] {
        var seen = Set(chains.indices.filter { chains[$0].isOutput })
        var waiting = Array(seen)
        while let index = waiting.popLast() {
            let names = chains[index].lines.flatMap { line in
                let words = line.split(separator: " ")
                return zip(words, words.dropFirst()).filter { $0.0 == "jump" || $0.0 == "goto" }
                    .map { String($0.1) }
            }
            for other in chains.indices
            where chains[other].table == chains[index].table && names.contains(chains[other].name)
                && seen.insert(other).inserted
            {
                waiting.append(other)
            }
        }
        return seen.sorted().map { chains[$0] }
    }

    private static func rule(_ line: String, in chain: Chain) -> FirewallRule? {
        // Comments and log prefixes may hold anything.
        let parts = line.split(separator: "#", maxSplits: 1).map(String.init)
        let unquoted = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }
            .joined(separator: " ")
        let words = unquoted.split(separator: " ").map(String.init)
        guard namesPort(words), let action = action(words) else { return nil }
        var place = "nftables table \(chain.table.joined(separator: " ")), chain \(chain.name)"
        if let at = words.lastIndex(of: "handle"), at + 1 < words.count {
            place += ", handle \(words[at + 1])"
        }
        let families = families(unquoted, chain.table.first ?? "")
        guard !families.isEmpty else { return nil }
        let text = unquoted == line ? parts.first ?? line : line
        return FirewallRule(
            place: RuleText.safe(place),
            text: RuleText.safe(text),
            action: action,
            families: families
        )
    }

    /// Whether `tcp dport` or `th dport` is compared with something that holds 25.
    private static func namesPort(_ words: [String]) -> Bool {
        words.indices.contains { index in
            guard words[index] == "dport", index > 0, index + 1 < words.count,
                words[index - 1] == "tcp" || words[index - 1] == "th"
            else { return false }
            guard words[index + 1] == "{" else { return RuleText.holds(words[index + 1]) }
            return words[(index + 2)...].prefix { $0 != "}" }
                .contains { RuleText.holds($0.filter { $0 != "," }) }
        }
    }

    private static func action(_ words: [String]) -> FirewallRule.Action? {
        if words.contains("drop") { return .drop }
        if words.contains("reject") { return .reject }
        return words.contains("redirect") || words.contains("dnat") ? .redirect : nil
    }

    private static func families(_ rule: String, _ table: String) -> Set<AddressFamily> {
        let ofOne: [(AddressFamily, table: String, signs: [String])] = [
            (.ipv4, "ip", ["nfproto ipv4", "ip daddr ", "ip saddr ", "with icmp "]),
            (.ipv6, "ip6", ["nfproto ipv6", "ip6 daddr ", "ip6 saddr ", "with icmpv6 "]),
        ]
        let bound = ofOne.filter { one in
            table == one.table
                || one.signs.contains {
                    " \(rule)".contains(" \($0)") || rule.contains($0) && $0.hasPrefix("nfproto")
                }
        }.map(\.0)
        return bound.isEmpty ? Set(AddressFamily.allCases) : bound.count == 1 ? Set(bound) : []
    }
}
