import ProbeModel

/// A recommendation as the text tells it: equal ones for two families are one, and nothing is told again.
struct AdviceItem: Hashable, Sendable {
    let item: Recommendation

    /// What to do and why.
    let reason: String

    /// Lines to copy, of all the recommendations that this one stands for.
    private(set) var snippets: [Snippet]

    /// Puts recommendations in order, without what the path and the headline tell already.
    static func items(_ all: [Recommendation], isCauseTold: Bool) -> [AdviceItem] {
        all.reduce(into: []) { items, recommendation in
            let item = AdviceItem(recommendation, isCauseTold: isCauseTold)
            let same = items.firstIndex {
                $0.item.action == .fixLocalFirewall && item.item.action == .fixLocalFirewall
                    && $0.reason == item.reason && $0.item.notes == item.item.notes
            }
            guard let same else { return items.append(item) }
            items[same].snippets += item.snippets.filter { !items[same].snippets.contains($0) }
        }
    }

    private init(_ item: Recommendation, isCauseTold: Bool) {
        self.item = item
        snippets = item.snippets
        reason =
            isCauseTold && AdviceItem.giveCause.contains(item.action)
            ? AdviceItem.order(item.reason) : item.reason
    }

    /// The actions whose reasons begin with what became of port 25, a colon, and then say what to do.
    private static let giveCause: Set<Recommendation.Action> = [
        .requestUnblock, .fixLocalFirewall, .preferAddressFamily,
    ]

    /// What stands behind the first colon that ends a word; colons in addresses and ports end none.
    private static func order(_ reason: String) -> String {
        let scalars = reason.unicodeScalars
        var previous: Unicode.Scalar = " "
        for index in scalars.indices {
            if previous == ":", scalars[index] == " " {
                let rest = scalars[scalars.index(after: index)...]
                return rest.isEmpty ? reason : String(rest)
            }
            previous = scalars[index]
        }
        return reason
    }
}
