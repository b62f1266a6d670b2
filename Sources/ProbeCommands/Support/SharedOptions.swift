import ArgumentParser
import Glibc
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

    @Option(help: ArgumentHelp("End the whole run after this long.", valueName: "seconds"))
    var timeout: Double = 90

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

    @Flag(help: "Do not trace paths.")
    var noTrace = false

    @Flag(help: "Show every lookup and every session.")
    var verbose = false

    @Option(help: ArgumentHelp("Use colours: auto, always or never.", valueName: "when"))
    var color: ColorChoice = .auto

    /// When colours are used.
    enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
        case auto
        case always
        case never
    }

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
    func textOptions() -> TextOptions {
        let terminal = Console.terminalWidth
        let environment = Environment.all
        let isUTF8 =
            ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
            .map { $0.uppercased().contains("UTF-8") || $0.uppercased().contains("UTF8") } ?? false
        let usesColor: Bool
        switch color {
        case .always: usesColor = true
        case .never: usesColor = false
        // https://no-color.org: any value that is not empty counts.
        case .auto:
            usesColor =
                terminal != nil && (environment["NO_COLOR"] ?? "").isEmpty
                && environment["TERM"] != "dumb"
        }
        return TextOptions(
            width: environment["COLUMNS"].flatMap(Int.init) ?? terminal ?? 100,
            signs: isUTF8 ? .unicode : .ascii,
            color: usesColor,
            isVerbose: verbose
        )
    }
}
