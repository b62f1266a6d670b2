import ProbeModel

/// Text from files and programs, made safe to print.
enum Printable {
    /// The text, escaped.
    static func text(_ text: String) -> String { SafeText.escape(Array(text.utf8)) }
}
