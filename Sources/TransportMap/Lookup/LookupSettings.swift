/// The settings of main.cf that decide which keys Postfix looks up, and in which order.
public struct LookupSettings: Hashable, Sendable {
    /// `recipient_delimiter`: each character of it separates an address extension; empty for none.
    public var recipientDelimiters: String

    /// Whether `transport_maps` is listed in `parent_domain_matches_subdomains`: then the pattern
    /// `example.com` also matches subdomains; otherwise `.example.com` does.
    public var parentDomainsMatchSubdomains: Bool

    /// `empty_address_recipient`: who receives mail for the null address.
    public var emptyAddressRecipient: String

    /// `myhostname`: the domain of an address that has none.
    public var hostname: String

    /// `double_bounce_sender`: an address that never has an extension.
    public var doubleBounceSender: String

    /// `owner_request_special`: whether `owner-list` and `list-request` have no extension even
    /// where the hyphen separates one.
    public var ownerRequestIsSpecial: Bool

    /// Creates settings; what is left out has Postfix's own default.
    public init(
        recipientDelimiters: String = "",
        parentDomainsMatchSubdomains: Bool = false,
        emptyAddressRecipient: String = "MAILER-DAEMON",
        hostname: String,
        doubleBounceSender: String = "double-bounce",
        ownerRequestIsSpecial: Bool = true
    ) {
        self.recipientDelimiters = recipientDelimiters
        self.parentDomainsMatchSubdomains = parentDomainsMatchSubdomains
        self.emptyAddressRecipient = emptyAddressRecipient
        self.hostname = hostname
        self.doubleBounceSender = doubleBounceSender
        self.ownerRequestIsSpecial = ownerRequestIsSpecial
    }
}
