/// Where the domains to check come from, beside those listed.
package enum DomainsSource: String, Hashable, Sendable, CaseIterable {
    /// The `relay_domains` of this machine's Postfix.
    case postfix
}
