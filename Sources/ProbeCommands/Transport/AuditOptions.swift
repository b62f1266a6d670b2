import ArgumentParser
import Rendering

/// The options of a command that asks DNS and Postfix, and connects to no mail server.
struct AuditOptions: ParsableArguments {
    @OptionGroup var configuration: ConfigOptions

    @Option(
        help: ArgumentHelp(
            "Ask this resolver instead of the system's; may be repeated.",
            valueName: "ip[@port]"
        )
    )
    var resolver: [String] = []

    @Option(help: ArgumentHelp("End the whole run after this long.", valueName: "seconds"))
    var timeout: Double = 90

    @Option(help: ArgumentHelp("Validate DNSSEC: on or off.", valueName: "on|off"))
    var dnssec: SharedOptions.Switch?

    @Option(help: ArgumentHelp("The file with the DNSSEC trust anchor.", valueName: "file"))
    var trustAnchor: String?

    @OptionGroup var postfix: PostfixOptions

    @Flag(help: "Show every finding, also of many that are alike.")
    var verbose = false

    @Option(help: ArgumentHelp("Use colours: auto, always or never.", valueName: "when"))
    var color: ColorChoice = .auto

    /// The options of a run, the others as they are without being given.
    func shared() throws -> SharedOptions {
        var shared = try SharedOptions.parse([])
        shared.config = configuration.config
        shared.resolver = resolver
        shared.timeout = timeout
        shared.dnssec = dnssec
        shared.trustAnchor = trustAnchor
        shared.postfix = postfix
        shared.verbose = verbose
        shared.color = color
        return shared
    }
}
