/// The lines of a file by number, without a copy of each.
struct FileLines {
    private let bytes: [UInt8]

    /// Where each line starts; files are far below 4 GiB.
    private let starts: [UInt32]

    /// Finds the lines of a file.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts: [UInt32] = bytes.isEmpty ? [] : [0]
        for index in bytes.indices.dropLast() where bytes[index] == .newline {
            starts.append(UInt32(truncatingIfNeeded: index + 1))
        }
        self.starts = starts
    }

    /// The number of lines; the last may lack its newline.
    var count: Int { starts.count }

    /// A line with its newline, counted from 1.
    subscript(line: Int) -> ArraySlice<UInt8> {
        bytes[Int(starts[line - 1])..<(line < starts.count ? Int(starts[line]) : bytes.count)]
    }
}
