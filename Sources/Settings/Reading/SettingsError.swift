/// One mistake in a configuration file.
package struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of mistake.
    package let code: Code
    /// What is wrong, with the key it concerns; never a secret.
    package let message: String
    /// The line, from 1.
    package let line: Int
    /// The column in characters, from 1.
    package let column: Int
    /// What to write instead, where that can be told.
    package let suggestion: String?

    /// The mistake in one lower-case line.
    package var description: String {
        "\(message) at line \(line), column \(column)" + (suggestion.map { "; \($0)" } ?? "")
    }

    /// The kinds of mistake.
    package enum Code: String, Hashable, Sendable {
        /// Not YAML, or a part of YAML that has no place in a settings file.
        case syntax
        /// A key that does not exist.
        case unknownKey = "unknown-key"
        /// A key that is given twice.
        case duplicateKey = "duplicate-key"
        /// A key that must be given and is not.
        case missingKey = "missing-key"
        /// Text where a number belongs, a list where text belongs, and so on.
        case wrongType = "wrong-type"
        /// A value that cannot be meant.
        case badValue = "bad-value"
        /// More than a limit allows.
        case limit
    }
}
