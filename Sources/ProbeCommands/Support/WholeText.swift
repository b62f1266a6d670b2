import Glibc

/// A text written to a descriptor as a whole, whatever interrupts it.
enum WholeText {
    /// Writes a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - descriptor: What it is written to.
    /// - Returns: 0, or the errno that kept the rest from being written.
    static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
