/// Finds the word that was probably meant.
enum Suggestion {
    /// The longest word that is compared; no key is longer, and the comparison takes the square of it.
    private static let maximumLength = 40

    /// The shortest beginning of a key that says which one is meant.
    private static let shortestBeginning = 4

    /// The candidate with the fewest edits, when those are few enough for the length of the word, or else the only one
    /// that begins with it.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        guard word.unicodeScalars.count <= maximumLength else { return nil }
        let normal = word.lowercased().replacing("-", with: "_")
        let ranked = candidates.map { ($0, distance(normal, $0.replacing("-", with: "_"))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, normal.count / 3)
        else { return onlyOne(beginningWith: normal, among: candidates) }
        return best.0
    }

    /// `client_cert` is what people write for `client_cert_file`, which is far from it.
    private static func onlyOne(
        beginningWith word: String,
        among candidates: [String]
    ) -> String? {
        let fitting = candidates.filter { $0.hasPrefix(word) }
        return word.count >= shortestBeginning && fitting.count == 1 ? fitting.first : nil
    }

    /// The fewest insertions, deletions, replacements and swaps of neighbours between two words.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let isSame = left[row] == right[column]
                var best = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1)
                best = min(best, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
