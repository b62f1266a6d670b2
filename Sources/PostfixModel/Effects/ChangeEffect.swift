public import ProbeModel

/// Something else that a change of a transport entry touches.
public struct ChangeEffect: Hashable, Sendable {
    /// What it is; a released id never changes.
    public let id: ID

    /// What it is, in one sentence, safe to print.
    public let message: String

    /// Creates an effect.
    public init(_ id: ID, _ message: String) {
        self.id = id
        self.message = message
    }

    /// What a change of a domain's entry leaves alone: the entries for single addresses.
    ///
    /// - Parameters:
    ///   - route: The domain's route before the change.
    ///   - result: What the domain's entry is to be; entries that say the same are no matter.
    /// - Returns: `nil` where there are none.
    public static func addressEntries(of route: Route, beside result: String) -> ChangeEffect? {
        let entries = route.addressEntries
        let others = entries.first.filter { $0.result != result }
        guard entries.count > entries.first.count || !others.isEmpty, let words = entries.words
        else { return nil }
        return ChangeEffect(
            .addressEntriesStay,
            "Entries for single addresses keep their own route: \(words)."
        )
    }

    /// The stable ids of effects.
    public enum ID: String, Hashable, Sendable, CaseIterable {
        /// An entry of `smtp_tls_policy_maps` is keyed by the old nexthop.
        case tlsPolicyLost = "tls-policy.lost"
        /// `smtp_tls_policy_maps` could not be asked.
        case tlsPolicyUnknown = "tls-policy.unknown"
        /// An entry of `smtp_sasl_password_maps` is keyed by the old nexthop.
        case saslPasswordLost = "sasl-password.lost"
        /// `smtp_sasl_password_maps` could not be asked.
        case saslPasswordUnknown = "sasl-password.unknown"
        /// DANE looks for the certificate's record under the port's name (RFC 7672).
        case daneName = "dane.other-name"
        /// master.cf has no service of the transport's name.
        case transportMissing = "transport.missing"
        /// The transport does not deliver by SMTP.
        case transportNotSMTP = "transport.not-smtp"
        /// The transport's service sets other parameters for itself than the old one's.
        case transportSettings = "transport.other-settings"
        /// Port 465 needs a transport with `smtp_tls_wrappermode = yes`.
        case wrapperMissing = "wrapper-mode.missing"
        /// The transport has `smtp_tls_wrappermode = yes` and the port is not 465.
        case wrapperElsewhere = "wrapper-mode.other-port"
        /// This Postfix takes no list of nexthops.
        case listUnsupported = "nexthop.list-unsupported"
        /// Entries for single addresses of the domain stay as they are.
        case addressEntriesStay = "address-entries.stay"
        /// Postfix cannot read the nexthop.
        case nexthopMalformed = "nexthop.malformed"
    }

    /// Whether mail would not flow after the change, so that it must not be made.
    public var isObstacle: Bool {
        switch id {
        case .transportMissing, .transportNotSMTP, .wrapperMissing, .listUnsupported,
            .nexthopMalformed:
            true
        case .tlsPolicyLost, .tlsPolicyUnknown, .saslPasswordLost, .saslPasswordUnknown, .daneName,
            .transportSettings, .wrapperElsewhere, .addressEntriesStay:
            false
        }
    }
}
