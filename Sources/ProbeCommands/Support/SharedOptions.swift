import ArgumentParser
import Rendering

/// The options that all commands share.
struct SharedOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Read the configuration from FILE.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Ask this resolver instead of the system's; may be repeated.",
            valueName: "ip[@port]"
        )
    )
    var resolver: [String] = []

    @Option(
        help: ArgumentHelp("Try these ports; 25 first where it is among them.", valueName: "ports")
    )
    var ports: String?

    @Flag(name: .customShort("4"), help: "Use IPv4 only.")
    var ipv4Only = false

    @Flag(name: .customShort("6"), help: "Use IPv6 only.")
    var ipv6Only = false

    /// How long a run may last where nobody says so, in seconds.
    static let defaultTimeout = 90.0

    @Option(
        help: ArgumentHelp(
            "End the whole run after this long. (default: 90; a day with check --domains-file)",
            valueName: "seconds"
        )
    )
    var timeout: Double?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Ask every endpoint, or none, whether it takes the domain's mail. (default: where advice hangs on it)"
    )
    var acceptCheck: Bool?

    @Flag(help: "Try the alternate ports although 25 answers.")
    var allPorts = false

    @Option(help: ArgumentHelp("Validate DNSSEC: on or off.", valueName: "on|off"))
    var dnssec: Switch?

    @Option(help: ArgumentHelp("The file with the DNSSEC trust anchor.", valueName: "file"))
    var trustAnchor: String?

    @Option(
        help: ArgumentHelp(
            "Compare with this host instead of the built-in ones: its port 25 beside its other ports; may be repeated.",
            valueName: "host[:port,...]"
        )
    )
    var control: [String] = []

    @Option(
        help: ArgumentHelp(
            "Ask the controls: auto (when 25 fails), always or never.",
            valueName: "when"
        )
    )
    var controls: ControlChoice = .auto

    @Option(
        help: ArgumentHelp(
            "A host that may serve as relayhost, asked when port 25 fails; may be repeated.",
            valueName: "host"
        )
    )
    var relay: [String] = []

    @OptionGroup var postfix: PostfixOptions

    @Flag(help: "Do not trace paths.")
    var noTrace = false

    @Flag(help: "Show every lookup and every session.")
    var verbose = false

    @Option(help: ArgumentHelp("Use colours: auto, always or never.", valueName: "when"))
    var color: ColorChoice = .auto

    /// When controls are asked.
    enum ControlChoice: String, ExpressibleByArgument, CaseIterable {
        case auto
        case always
        case never
    }

    /// A setting that is on or off.
    enum Switch: String, ExpressibleByArgument, CaseIterable {
        case on
        case off
    }

    /// How text is laid out for whoever reads it.
    func textOptions() -> TextOptions { TerminalText.options(color: color, isVerbose: verbose) }
}
