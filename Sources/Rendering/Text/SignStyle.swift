/// The characters that a terminal can show.
package enum SignStyle: Hashable, Sendable, CaseIterable {
    /// Any Unicode character.
    case unicode
    /// Only ASCII, for locales without UTF-8; other characters appear as `\u{N}`.
    case ascii

    /// The sign before a good, bad or other fact; the words beside it say the same.
    func sign(_ mark: Mark) -> String {
        switch (self, mark) {
        case (.unicode, .good): return "✓"
        case (.unicode, .bad): return "✗"
        case (.unicode, .neutral): return "–"
        case (.ascii, .good): return "ok"
        case (.ascii, .bad): return "x"
        case (.ascii, .neutral): return "-"
        case (_, .warning): return "!"
        case (_, .unknown): return "?"
        }
    }

    /// The sign of a hop that a port gets to.
    var dot: String { self == .unicode ? "●" : "o" }

    /// The arrow from an old value to a new one.
    var arrow: String { self == .unicode ? "→" : "->" }

    /// What stands for text that was left out.
    var ellipsis: String { self == .unicode ? "…" : "..." }
}
