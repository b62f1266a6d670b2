package import ProbeModel

/// What a run does and does not do.
package struct EngineSettings: Hashable, Sendable {
    /// The ports that are tried when 25 fails, in the order shown; 25 itself is always tried first.
    package var alternatePorts: [UInt16] = [2525, 587, 465, 26]

    /// Whether port 25 is tried at all; false when the user names ports without it.
    package var triesSMTPPort = true

    /// Whether alternates are tried although 25 answers.
    package var triesAllPorts = false

    /// When the acceptance check runs.
    package var acceptanceCheck: AcceptanceCheck = .automatic

    /// The name given in EHLO.
    package var ehloName = "localhost"

    /// The deadlines of each session.
    package var limits = ProbeLimits()

    /// The families to use, of those that the machine has.
    package var families: Set<AddressFamily> = [.ipv4, .ipv6]

    /// The address to connect from, per family.
    package var sourceAddresses: [AddressFamily: IPAddress] = [:]

    /// Ranges of special-purpose addresses that are probed and not remarked upon.
    package var allowedSpecialPurpose: [IPNetwork] = []

    /// The most MX hosts of one domain that are looked at; the largest real sets have about twenty.
    package var maximumHosts = 256

    /// The most addresses of one MX host that are tried.
    package var maximumAddresses = 32

    /// The most nexthops of one route that are looked at; Postfix users write two or three.
    package var maximumNexthops = 16

    /// The hosts that serve for comparison, in the order asked.
    package var controls: [Control] = []

    /// When the controls are asked.
    package var controlUse: ControlUse = .automatic

    /// Whether paths are traced.
    package var traces = true

    /// Creates the default settings.
    package init() {}
}

/// When the controls are asked.
package enum ControlUse: String, Hashable, Sendable, CaseIterable {
    /// When something on port 25 fails.
    case automatic
    /// In every run.
    case always
    /// Never.
    case never
}

/// When an endpoint is asked whether it takes the domain's mail.
package enum AcceptanceCheck: String, Hashable, Sendable {
    /// Where a recommendation hangs on it: on alternates, because 25 failed.
    case automatic
    /// On every endpoint.
    case always
    /// Never.
    case never
}
