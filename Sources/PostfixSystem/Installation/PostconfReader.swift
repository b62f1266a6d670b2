import PostfixModel
import ProbeModel

/// Asks `postconf` for a configuration.
struct PostconfReader: Sendable {
    /// What is asked for beside what routes need.
    private static let ownNames = [
        "command_directory", "config_directory", "mail_version", "multi_instance_directories",
        "multi_instance_group", "multi_instance_name",
    ]

    let postconf: String
    let configurationDirectory: String?
    var patience = PostfixProgram.standardPatience

    /// Reads the whole configuration; blocks the calling thread.
    func installation(
        unless cancellation: ProgramCancellation
    ) throws(PostfixError) -> PostfixInstallation {
        var warnings: [String] = []
        let names = Array(Set(MainParameters.names + Self.ownNames)).sorted()
        let values = Self.values(try ask(["-x"] + names, cancellation, &warnings))
        let parameters = MainParameters(values)
        let services = optional(&warnings) { warnings throws(PostfixError) in
            MasterService.list(try ask(["-M"], cancellation, &warnings))
        }
        let types = optional(&warnings) { warnings throws(PostfixError) in
            Set(try ask(["-m"], cancellation, &warnings).split(separator: "\n").map(String.init))
        }
        let commands = parameters.text("command_directory")
        return PostfixInstallation(
            commandDirectory: commands.hasPrefix("/") ? commands : ownDirectory,
            configurationDirectory: configurationDirectory ?? parameters.text("config_directory"),
            isNamedDirectory: configurationDirectory != nil,
            parameters: parameters,
            services: services,
            mapTypes: types,
            instance: PostfixInstance(
                name: SafeText.escape(parameters.text("multi_instance_name")),
                group: SafeText.escape(parameters.text("multi_instance_group")),
                others: parameters.list("multi_instance_directories")
            ),
            warnings: warnings.unique
        )
    }

    /// The directory in which `postconf` was found.
    private var ownDirectory: String {
        postconf.lastIndex(of: "/").map { String(postconf[..<$0]) } ?? "/usr/sbin"
    }

    /// Does without what cannot be read, with a warning.
    private func optional<Value>(
        _ warnings: inout [String],
        _ read: (inout [String]) throws(PostfixError) -> Value
    ) -> Value? {
        do {
            return try read(&warnings)
        } catch {
            warnings.append(error.message)
            return nil
        }
    }

    /// What `postconf` prints; its warnings are kept.
    private func ask(
        _ arguments: [String],
        _ cancellation: ProgramCancellation,
        _ warnings: inout [String]
    ) throws(PostfixError) -> String {
        let option = configurationDirectory.map { ["-c", $0] } ?? []
        var program = PostfixProgram(postconf, option + arguments)
        program.patience = patience
        let result: ProgramResult
        do {
            result = try ProgramRunner.run(program, unless: cancellation)
        } catch {
            throw error.postfixError
        }
        if let fault = result.fault(of: program) { throw fault }
        // A parameter that came with a later version is no mistake of anybody's.
        warnings += result.errorLines.filter { !$0.hasSuffix(": unknown parameter") }
        return String(decoding: result.output, as: UTF8.self)
    }

    /// The values in lines of `name = value`; a line that begins with white space goes on with the one before.
    static func values(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        var last: String?
        for line in text.split(separator: "\n") {
            if line.first == " " || line.first == "\t" {
                if let last {
                    values[last, default: ""] += " " + ParameterText.trimmed(String(line))
                }
                continue
            }
            guard let equals = line.firstIndex(of: "=") else { continue }
            let name = ParameterText.trimmed(String(line[..<equals]))
            values[name] = ParameterText.trimmed(String(line[line.index(after: equals)...]))
            last = name
        }
        return values
    }
}

extension [String] {
    /// Each line once, in the order of first appearance.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
