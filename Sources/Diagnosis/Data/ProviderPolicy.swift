public import ProbeModel

/// What is known of a provider's way with outgoing mail ports.
///
/// It colours advice and letters. Policies change and hop names can lie, so no verdict may rest on it.
public struct ProviderPolicy: Hashable, Sendable {
    /// The provider's name, for a sentence.
    public let name: String

    /// The outgoing ports that it is said to stop, unless it was asked to open them.
    public let blockedPorts: [UInt16]

    /// What it does, as the end of a sentence that begins with the name.
    public let habit: String

    /// How port 25 is opened.
    public let unblock: Unblock

    /// What must be done after the provider has agreed, where that is known; one sentence.
    public let afterwards: String?

    /// Ends of names, of routers and of machines, by which the provider is recognised.
    public let nameSuffixes: [String]

    /// Relays that the provider runs for its customers and documents on another port than 25.
    public let relays: [String]

    /// Whether the row rests on what users report rather than on the provider's own words.
    public let isReport: Bool

    /// Where it is said.
    public let sources: [String]

    /// When the sources were last read, as `YYYY-MM-DD`.
    public let checked: String

    init(
        _ name: String,
        blocks blockedPorts: [UInt16],
        _ habit: String,
        unblock: Unblock,
        afterwards: String? = nil,
        nameSuffixes: [String],
        relays: [String] = [],
        isReport: Bool = false,
        sources: [String],
        checked: String
    ) {
        self.name = name
        self.blockedPorts = blockedPorts
        self.habit = habit
        self.unblock = unblock
        self.afterwards = afterwards
        self.nameSuffixes = nameSuffixes
        self.relays = relays
        self.isReport = isReport
        self.sources = sources
        self.checked = checked
    }

    /// How port 25 is opened at a provider.
    public enum Unblock: Hashable, Sendable {
        /// By asking; how, as an order to the reader.
        case onRequest(String)
        /// By the customer; how, as an order to the reader.
        case selfService(String)
        /// Not at all.
        case refused
        /// Nothing is known.
        case undocumented
    }

    /// Whether a name lies at or below one of the suffixes, at a label boundary.
    public func recognises(_ name: DNSName) -> Bool {
        guard let name = DomainName(name) else { return false }
        return nameSuffixes.contains { suffix in
            DomainName(suffix).map { name.isEqualOrBelow($0) } ?? false
        }
    }
}
