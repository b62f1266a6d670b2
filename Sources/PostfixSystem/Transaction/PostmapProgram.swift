import Glibc
import ProbeModel
import TransportMap

/// `postmap`, as far as a transaction needs it.
struct PostmapProgram: Sendable {
    let path: String
    let configurationDirectory: String?
    let patience: Duration

    /// What is kept of a complaint, in bytes.
    private static let complaintLimit = 400

    /// Checks that there is a program before anything else is done.
    func check() throws(MapFault) {
        guard path.hasPrefix("/") else {
            throw MapFault(.postmapMissing, path, detail: "not an absolute path")
        }
        guard access(path, X_OK) == 0 else {
            throw MapFault(.postmapMissing, path, cause: MapFault.failed("access", path).cause)
        }
    }

    /// Builds the index beside a text.
    ///
    /// - Parameters:
    ///   - type: The table's type.
    ///   - source: The text, or a symbolic link to it: the index comes beside the name.
    ///   - shown: The path of the table in use, which stands in messages instead.
    /// - Throws: ``MapFault`` unless it ends with 0 and without a word.
    func build(
        _ type: RewritableType,
        _ source: String,
        shown: String
    ) throws(MapFault) {
        let result = try run(["\(type.rawValue):\(source)"], input: [], outputLimit: 1 << 16)
        try Self.check(result, allowed: [0], source: source, shown: shown)
    }

    /// Checks that a table answers each key as planned.
    func verify(
        _ answers: PlannedAnswers,
        of type: RewritableType,
        _ source: String,
        shown: String
    ) throws(MapFault) {
        guard !answers.keys.isEmpty else { return }
        let result = try run(
            ["-q", "-", "\(type.rawValue):\(source)"],
            input: answers.keys,
            outputLimit: 2 * answers.lines.count + (1 << 16)
        )
        // It exits with 1 where it found none of the keys.
        try Self.check(result, allowed: [0, 1], source: source, shown: shown)
        guard result.output == answers.lines else {
            throw MapFault(.wrongAnswer, shown, detail: answers.difference(from: result.output))
        }
    }

    private func run(
        _ arguments: [String],
        input: [UInt8],
        outputLimit: Int
    ) throws(MapFault) -> ProgramResult {
        let configuration = configurationDirectory.map { ["-c", $0] } ?? []
        var program = PostfixProgram(path, configuration + arguments, input: input)
        program.patience = patience
        program.outputLimit = outputLimit
        do {
            return try ProgramRunner.run(program)
        } catch {
            throw MapFault(.postmapMissing, path, cause: error.problem)
        }
    }

    /// Judges by exit status and by an empty standard error: `postmap` ignores a line that makes no sense
    /// with a warning and exits with 0.
    private static func check(
        _ result: ProgramResult,
        allowed: Set<Int32>,
        source: String,
        shown: String
    ) throws(MapFault) {
        let complaint = complaint(result.errors, source: source, shown: shown)
        switch result.stop {
        case .overdue: throw MapFault(.postmapOverdue, shown)
        case .tooMuchOutput: throw MapFault(.postmapFailed, shown, detail: "it printed too much")
        case .cancelled: throw MapFault(.postmapFailed, shown, detail: "it was cancelled")
        case nil: break
        }
        guard let status = result.status, allowed.contains(status) else {
            let ending =
                result.status.map { "exit status \($0)" }
                ?? result.signal.map { "signal \($0)" } ?? "ended without a status"
            throw MapFault(.postmapFailed, shown, detail: complaint.isEmpty ? ending : complaint)
        }
        guard result.errors.isEmpty else {
            throw MapFault(
                status == 0 ? .postmapWarned : .postmapFailed,
                shown,
                detail: complaint
            )
        }
    }

    /// The first line of what it complained of, with the table's own path instead of the temporary one.
    private static func complaint(_ errors: [UInt8], source: String, shown: String) -> String {
        let line = errors.split(separator: 10).first.map { Array($0.prefix(complaintLimit)) } ?? []
        return SafeText.escape(line).replacing(source, with: shown)
    }
}
