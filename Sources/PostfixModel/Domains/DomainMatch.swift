/// Whether a list of domains holds a name.
public enum DomainMatch: Hashable, Sendable {
    /// It does; the item that says so, as the list has it.
    case listed(by: String)
    /// It does not.
    case notListed
    /// A table could not be asked: Postfix defers the mail.
    case unknown(String)

    /// Whether the name is known to be listed.
    public var isListed: Bool {
        guard case .listed = self else { return false }
        return true
    }
}
