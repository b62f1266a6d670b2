/// A few lines of configuration or commands, ready to copy.
public struct Snippet: Hashable, Sendable {
    /// Where it goes and what it does, in a few words.
    public let title: String

    /// The lines, separated by line feeds, without a final one.
    public let text: String

    /// Creates a snippet.
    public init(_ title: String, _ text: String) {
        self.title = title
        self.text = text
    }
}
