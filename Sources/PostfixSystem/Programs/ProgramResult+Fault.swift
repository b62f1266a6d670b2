import ProbeModel

extension ProgramResult {
    /// How much of one line of a program's is told, in characters.
    private static let longestLine = 400

    /// How many lines of a program's are told.
    private static let mostLines = 20

    /// The lines on standard error, safe to print; the first ones where there are many.
    var errorLines: [String] {
        errors.split(separator: UInt8(ascii: "\n")).prefix(Self.mostLines).map { line in
            String(SafeText.escape(line).prefix(Self.longestLine))
        }
    }

    /// The lines on standard error that are no mere warnings.
    ///
    /// Programs of Postfix's put their name and `warning:` in front (msg_warn), or `fatal:`, `error:` and `panic:`.
    var seriousLines: [String] { errorLines.filter { !$0.contains(": warning: ") } }

    /// Why a program did not do what it was asked for, in one line; `nil` where it did.
    func fault(of program: PostfixProgram) -> PostfixError? {
        let name = SafeText.escape(program.name)
        switch stop {
        case .overdue:
            let seconds = program.patience.components.seconds
            return PostfixError(
                .programHangs,
                "\(name) did not end within \(seconds) s and was stopped"
            )
        case .tooMuchOutput:
            return PostfixError(.programFailed, "\(name) printed too much and was stopped")
        case .cancelled:
            return PostfixError(.programFailed, "\(name) was stopped before it had ended")
        case nil: break
        }
        if let signal { return PostfixError(.programFailed, "\(name) died of signal \(signal)") }
        guard status != 0 else { return nil }
        let status = status.map { "exit status \($0)" } ?? "unknown exit status"
        let code: PostfixError.Code =
            reason?.hasSuffix("Permission denied") == true ? .notPermitted : .programFailed
        return PostfixError(code, "\(name) failed: \(reason ?? status)")
    }

    /// What a program says went wrong, without its own name.
    var reason: String? {
        guard let line = seriousLines.first ?? errorLines.first else { return nil }
        for word in [": fatal: ", ": error: ", ": panic: ", ": warning: "] {
            if let range = line.firstRange(of: word) { return String(line[range.upperBound...]) }
        }
        return line
    }
}
