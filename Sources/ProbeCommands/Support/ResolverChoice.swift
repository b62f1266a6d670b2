import MXResolution
import ProbeModel

/// Which resolvers are asked, and whether their answers are validated.
struct ResolverChoice {
    /// The resolvers, by address and port; empty for the system's.
    var servers: [(address: IPAddress, port: UInt16)] = []
    /// Whether DNSSEC is validated.
    var validatesDNSSEC = true
    /// The file with the trust anchor; `nil` for the system's.
    var trustAnchorPath: String?

    /// The same in the form that the resolver takes.
    var settings: ResolverSettings {
        var settings = ResolverSettings()
        settings.resolvers = servers.map { ResolverAddress($0.address, port: $0.port) }
        settings.validatesDNSSEC = validatesDNSSEC
        if let trustAnchorPath { settings.trustAnchorPath = trustAnchorPath }
        return settings
    }
}
