import Foundation
import ProcessTestSupport

/// One run of `mxprobe diagnose` in the test network.
struct NetworkCase: Hashable, Sendable {
    /// How long the phases of a session may take.
    enum Patience: String, Hashable, Sendable {
        /// So short that a silent server costs a few seconds.
        case short =
            "connect_timeout: 4s, greeting_timeout: 3s, reply_timeout: 3s, session_timeout: 12s"
        /// Long enough for a greeting that comes late.
        case long =
            "connect_timeout: 4s, greeting_timeout: 25s, reply_timeout: 8s, session_timeout: 60s"

        /// The most that a run may take: DNS, a connection, the longest session, and a busy machine.
        var limit: Duration { self == .short ? .seconds(40) : .seconds(100) }
    }

    /// The names, as on the command line.
    var names: [String]
    /// Further options.
    var options: [String] = []
    var format = "json"
    var patience = Patience.short
    /// What standard input holds.
    var input: String?

    /// The name that servers are greeted with, which tells in their logs whose session it was.
    var greetingName: String {
        let text = ([format, patience.rawValue] + options + names).joined(separator: " ")
        let hash = text.utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return "run-\(String(hash, radix: 16)).probe.test"
    }

    /// The configuration, which lets the benchmark ranges pass and asks the network's own controls.
    private var configuration: String {
        NetworkCase.configuration(ehloName: greetingName, patience: patience)
    }

    /// The same for runs that are no case.
    static func configuration(ehloName: String, patience: Patience = .short) -> String {
        """
        dns: {allow_special_purpose: [198.18.0.0/15, "2001:2::/48"]}
        probe: {ehlo_name: \(ehloName), \(patience.rawValue)}
        controls:
          - {host: control1.alpha.test, reference_ports: [587, 2525], operator: alpha.test}
          - {host: control1.beta.test, reference_ports: [587, 2525], operator: beta.test}
          - {host: control1.gamma.test, reference_ports: [587, 2525], operator: gamma.test}

        """
    }

    /// The run, ready to start; its configuration goes into `folder`.
    func run(on network: TestNetwork, folder: TemporaryFolder) throws -> ProgramRun {
        let file = try folder.write("\(greetingName).yaml", configuration)
        return run(on: network, program: BuiltProgram.mxprobe, configurationFile: file)
    }

    /// The same with a copy of the program, as some user, in a folder that every user may read.
    func run(
        on network: TestNetwork,
        program: String,
        folder: String,
        as user: EgressNetwork.User
    ) throws -> ProgramRun {
        let file = "\(folder)/\(greetingName).yaml"
        try configuration.write(toFile: file, atomically: true, encoding: .utf8)
        var run = run(on: network, program: program, configurationFile: file)
        if user != .root { run.environment["MXPROBE_TESTNET_USER"] = user.rawValue }
        return run
    }

    private func run(
        on network: TestNetwork,
        program: String,
        configurationFile file: String
    ) -> ProgramRun {
        let command = [program, "diagnose", "--config", file, "--format", format]
        let anchor = ["--trust-anchor", "\(network.folder)/trust-anchor.key"]
        var run = network.onBackup(command + anchor + options + names)
        if let input { run.input = .text(input) }
        run.limit = patience.limit
        return run
    }
}
