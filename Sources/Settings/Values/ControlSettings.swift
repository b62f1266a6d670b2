package import ProbeModel

/// A host that is known to listen on port 25 and on reference ports at the same address.
package struct ControlSettings: Hashable, Sendable {
    /// The reference ports where none are named: relays that document an alternate offer one of these.
    package static let defaultReferencePorts: [UInt16] = [587, 2_525]

    /// The host's name.
    package var host: DomainName
    /// The ports that are measured beside 25; never empty, never 25.
    package var referencePorts: [UInt16]
    /// Who runs it, where the configuration says so.
    package var declaredOperator: String?

    /// Creates a control.
    package init(
        host: DomainName,
        referencePorts: [UInt16] = ControlSettings.defaultReferencePorts,
        declaredOperator: String? = nil
    ) {
        self.host = host
        self.referencePorts = referencePorts
        self.declaredOperator = declaredOperator
    }

    /// Who runs it: as declared, else the last two labels of the host's name.
    package var operatorName: String {
        declaredOperator ?? host.labels.suffix(2).joined(separator: ".")
    }
}
