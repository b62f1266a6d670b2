/// A tag of a template or the text between two.
enum MustacheToken: Hashable, Sendable {
    case text(String)
    case variable(String, MustacheNode.Escaping)
    case open(String, isInverted: Bool)
    case close(String)
    case comment

    /// Whether a line that holds nothing else vanishes with it (Mustache's standalone tags).
    var vanishesAlone: Bool {
        switch self {
        case .open, .close, .comment: true
        case .text, .variable: false
        }
    }
}
