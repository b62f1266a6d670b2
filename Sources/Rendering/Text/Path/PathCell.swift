/// What became of a port's SYN at one hop.
enum PathCell: Hashable, Sendable {
    /// Nothing to say: the port is not seen so far out.
    case blank
    /// It goes on from here.
    case passes
    /// The host answers.
    case answers
    /// This machine lets nothing out.
    case stopped
    /// Nothing came back from here: it is lost before, at the hop that let it through last or just after.
    case neverSeen
    /// Nothing came back, and why is not known.
    case silent
    /// Silent as the router is, so that it cannot be told.
    case unknown
    /// Something here answers in the host's place; whether it hands mail to the host asked for.
    case answersInstead(reachesHost: Bool)
    /// A reset came back.
    case reset
    /// An ICMP error says that a policy forbids it.
    case prohibited
    /// An ICMP error says that the host cannot be reached.
    case unreachable

    /// The words, which tell all that the sign tells.
    var words: String {
        switch self {
        case .blank: return ""
        case .passes: return "passes"
        case .answers: return "answers"
        case .stopped: return "stopped"
        case .neverSeen: return "never seen"
        case .silent: return "no answer"
        case .unknown: return "not known"
        case .answersInstead: return "answers instead"
        case .reset: return "reset"
        case .prohibited: return "forbids (ICMP)"
        case .unreachable: return "no way (ICMP)"
        }
    }

    /// The kind of fact; `nil` where there is none.
    var mark: Mark? {
        switch self {
        case .blank: return nil
        case .passes, .answers: return .good
        case .unknown: return .unknown
        case .answersInstead(reachesHost: true): return .warning
        case .stopped, .neverSeen, .silent, .answersInstead, .reset, .prohibited, .unreachable:
            return .bad
        }
    }

    /// The cell as it stands in the picture.
    func text(_ page: Page) -> StyledText {
        guard let mark else { return StyledText() }
        let sign =
            mark == .good ? page.text(page.options.signs.dot, mark.style) : page.sign(mark)
        return sign + page.text(" \(words)")
    }
}
