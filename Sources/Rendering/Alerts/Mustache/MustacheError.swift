/// What is wrong with a template, and where.
package struct MustacheError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1; 0 where it is none of them.
    package let line: Int

    /// What is wrong; one phrase.
    package let reason: String

    /// Both in one line.
    package var description: String { line > 0 ? "line \(line): \(reason)" : reason }
}
