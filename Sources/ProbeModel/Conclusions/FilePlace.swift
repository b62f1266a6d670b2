/// A line of a file.
public struct FilePlace: Hashable, Sendable {
    /// The path.
    public var file: String
    /// The line, from 1; `nil` where it is not known, as in an index.
    public var line: Int?

    /// Creates a place.
    public init(file: String, line: Int? = nil) {
        self.file = file
        self.line = line
    }
}
