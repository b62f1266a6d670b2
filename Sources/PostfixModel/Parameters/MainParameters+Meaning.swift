public import ProbeModel
public import TransportMap

extension MainParameters {
    /// The version of this Postfix; `nil` where it is not known.
    public var version: PostfixVersion? { PostfixVersion(text("mail_version")) }

    /// How long Postfix keeps trying to deliver a message, in seconds (`maximal_queue_lifetime`).
    public var queueLifetime: Int64? { seconds("maximal_queue_lifetime", unit: "d") }

    /// How tables are read: with or without UTF-8 (`smtputf8_enable`).
    public var dialect: MapDialect { MapDialect(requiresUTF8: isOn("smtputf8_enable") ?? true) }

    /// Which keys `transport_maps` is asked for.
    ///
    /// - Parameter parentDomainsMatch: Whether `transport_maps` is one of
    ///   `parent_domain_matches_subdomains`.
    /// - Returns: The settings; what is not known has Postfix's own default.
    public func lookupSettings(parentDomainsMatch: Bool) -> LookupSettings {
        LookupSettings(
            recipientDelimiters: text("recipient_delimiter"),
            parentDomainsMatchSubdomains: parentDomainsMatch,
            emptyAddressRecipient: self["empty_address_recipient"] ?? "MAILER-DAEMON",
            hostname: text("myhostname"),
            doubleBounceSender: self["double_bounce_sender"] ?? "double-bounce",
            ownerRequestIsSpecial: isOn("owner_request_special") ?? true
        )
    }

    /// Where main.cf is; `nil` where that is not known.
    public var mainFile: String? {
        self["config_directory"].flatMap { $0.isEmpty ? nil : $0 + "/main.cf" }
    }

    /// Where master.cf is; `nil` where that is not known.
    public var masterFile: String? {
        self["config_directory"].flatMap { $0.isEmpty ? nil : $0 + "/master.cf" }
    }
}
