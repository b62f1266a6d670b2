/// Why a table's text cannot be read.
public enum TableFault: Error, Hashable, Sendable {
    /// There is no such file.
    case missing
    /// The system does not let us; its words.
    case unreadable(String)
    /// The path is a directory.
    case directory
    /// The path is a FIFO, a socket or a device.
    case notRegular
    /// The file is larger than a table may be.
    case tooLarge
    /// The file is no text.
    case binary
}

extension TableFault: CustomStringConvertible {
    /// The reason as a lower-case phrase that follows the file's name.
    public var description: String {
        switch self {
        case .missing: "does not exist"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .directory: "is a directory"
        case .notRegular: "is not a regular file"
        case .tooLarge: "is larger than \(TableText.maximumSize >> 20) MiB"
        case .binary: "is not a text file"
        }
    }
}
