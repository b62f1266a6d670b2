import Glibc
import Rendering

/// The question before a change.
enum Consent {
    /// Asks on the terminal, with the plan above the question.
    ///
    /// - Parameters:
    ///   - report: The plan.
    ///   - isGiven: Whether the change was agreed to beforehand (`--yes`).
    ///   - options: How text is laid out.
    /// - Throws: Where nobody can be asked, or the answer is no.
    static func ask(
        showing report: PlanReport,
        isGiven: Bool,
        options: TextOptions
    ) throws {
        if isGiven { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure.usage("nobody can be asked here: give --yes to make the change")
        }
        Console.tell(report.text(options: options) + "\nMake this change? [y/N] ")
        let answer = (readLine(strippingNewline: true) ?? "").lowercased()
        guard answer == "y" || answer == "yes" else {
            throw CommandFailure.inputOutput("nothing was changed")
        }
    }
}
