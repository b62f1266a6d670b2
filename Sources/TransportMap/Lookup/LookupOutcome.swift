/// How the search for a transport entry ended.
public enum LookupOutcome: Hashable, Sendable {
    /// An entry says where the mail goes.
    case found(LookupMatch)
    /// No entry matches: the defaults of the address class apply.
    case notFound
    /// A table could not be asked: Postfix defers the mail.
    case failed(LookupFailure)
}
