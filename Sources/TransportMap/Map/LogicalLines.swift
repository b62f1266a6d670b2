/// The logical lines of any file of Postfix's, as `readllines` joins them.
package enum LogicalLines {
    /// The texts of the lines in file order; comments and blank lines are left out, and so is a
    /// first line that continues nothing.
    package static func texts(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let scanner = LineScanner(bytes: bytes)
        var texts: [ArraySlice<UInt8>] = []
        var position = 0
        while position < bytes.count {
            let line = scanner.logicalLine(at: position, number: 1)
            if line.kind == .text { texts.append(scanner.text(of: line)) }
            position = line.range.upperBound
        }
        return texts
    }
}
