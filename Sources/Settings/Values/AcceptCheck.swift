/// When a probe asks whether an endpoint takes the domain's mail without a login.
package enum AcceptCheck: String, Hashable, Sendable, CaseIterable {
    /// Where a recommendation hangs on it.
    case auto
    /// In every session.
    case always
    /// In none.
    case never
}
