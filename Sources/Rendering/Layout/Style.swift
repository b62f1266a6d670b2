/// What a piece of text is, which colour output shows and plain output does not.
enum Style: Hashable, Sendable {
    /// Ordinary text.
    case plain
    /// A name that begins a paragraph.
    case strong
    /// Text that the eye may skip: labels and ids.
    case faint
    /// Good news.
    case good
    /// Something is not right.
    case warning
    /// Bad news.
    case bad
    /// It could not be told.
    case unknown

    /// The SGR parameters of ECMA-48 section 8.3.117; `nil` for none.
    ///
    /// Only the eight basic colours, which every terminal has and which follow the user's theme.
    var parameters: String? {
        switch self {
        case .plain: return nil
        case .strong: return "1"
        case .faint: return "2"
        case .good: return "32"
        case .warning: return "33"
        case .bad: return "31"
        case .unknown: return "35"
        }
    }
}
