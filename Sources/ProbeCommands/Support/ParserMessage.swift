/// Messages of the argument parser in the form that all errors of this program have.
enum ParserMessage {
    /// The message in lower case and without a final stop; an unknown command is called one.
    static func text(
        _ message: String,
        arguments: some Collection<String>,
        commands: [String]
    ) -> String {
        // The parser takes it for an argument that is one too many.
        if let first = arguments.first, !first.hasPrefix("-"), first != "help",
            !commands.contains(first)
        {
            return "there is no command '\(first)'"
        }
        let start = message.prefix(1).lowercased() + message.dropFirst()
        return start.hasSuffix(".") ? String(start.dropLast()) : start
    }
}
