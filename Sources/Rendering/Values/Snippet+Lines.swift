import ProbeModel

extension Snippet {
    /// The lines, without their line feeds; a carriage return before one is part of its line.
    var lines: [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }
    }
}
