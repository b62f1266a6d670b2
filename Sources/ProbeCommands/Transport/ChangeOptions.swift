import ArgumentParser
import Diagnosis
import Settings

/// How a transport map is changed; what is left out comes from the configuration.
struct ChangeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where changes go: in-place (the administrator's map) or overlay (a map of mxprobe's own, listed first).",
            valueName: "in-place|overlay"
        )
    )
    var strategy: TransportSettings.Strategy?

    @Option(
        help: ArgumentHelp(
            "What an entry looks like: port (the alternate) or failover (25 first, then the alternate).",
            valueName: "port|failover"
        )
    )
    var style: TransportSettings.Style?

    @Option(help: ArgumentHelp("Change this map and no other.", valueName: "file"))
    var map: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Change nothing that did not take a test recipient on the very endpoint."
    )
    var onlyVerified = true

    @Flag(
        help:
            "Let the change bring into use what somebody wrote into the map without running postmap."
    )
    var publishPending = false

    /// The settings of the configuration, as far as these options leave them alone.
    func settings(_ settings: Settings) -> TransportSettings {
        var transport = settings.transport
        if let strategy { transport.strategy = strategy }
        if let style { transport.style = style }
        if let map { transport.map = map }
        return transport
    }
}

extension TransportSettings.Strategy: ExpressibleByArgument {}
extension TransportSettings.Style: ExpressibleByArgument {}

extension TransportSettings.Style {
    /// The style in the words of the advice.
    var transportStyle: TransportStyle { self == .port ? .port : .failover }
}
