package import ProbeModel

/// What the configuration file says; every value has a default.
package struct Settings: Hashable, Sendable {
    /// Domains to check, in the order given and each once.
    package var domains: [DomainName] = []
    /// Where further domains come from; `nil` for nowhere.
    package var domainsFrom: DomainsSource?
    /// Which ports are tried beside 25.
    package var ports = PortSettings()
    /// The controls; empty for the built-in set.
    package var controls: [ControlSettings] = []
    /// Hosts that may serve as relayhost.
    package var relays: [DomainName] = []
    /// How probes go about.
    package var probe = ProbeSettings()
    /// How names are looked up.
    package var dns = DNSSettings()
    /// Which Postfix this machine runs.
    package var postfix = PostfixSettings()
    /// When a change becomes an alert.
    package var alert = AlertSettings()
    /// What is done about transport entries.
    package var transport = TransportSettings()
    /// Where alerts go.
    package var webhooks: [WebhookSettings] = []
    /// What is pinged at the end of each run; `nil` for nothing.
    package var heartbeat: HeartbeatSettings?
    /// Where observations are kept.
    package var state = StateSettings()

    /// Creates the default settings.
    package init() {}
}
