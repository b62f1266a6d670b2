package import ProbeModel

/// Something that reads the rules of this machine's firewall.
package protocol FirewallReading: Sendable {
    /// The rules for outgoing packets that name port 25 and stop or divert what they match.
    ///
    /// - Returns: The rules; empty where they cannot be read, or none is recognised.
    func outputRules() async -> [FirewallRule]
}
