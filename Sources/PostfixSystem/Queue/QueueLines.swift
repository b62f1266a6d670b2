/// Cuts a stream into lines, whatever pieces it comes in.
struct QueueLines {
    /// The longest line, in bytes: a message with fifty thousand recipients, each with a reason of its own.
    static let longestLine = 16 << 20

    private let longest: Int
    private var pending: [UInt8] = []
    private var isTooLong = false

    /// How many lines were too long, and left out.
    private(set) var tooLong = 0

    init(longest: Int = longestLine) { self.longest = longest }

    /// Whether the stream has ended within a line.
    var hasRest: Bool { !pending.isEmpty || isTooLong }

    /// Takes a piece, and hands on the lines that end in it.
    mutating func feed(_ piece: ArraySlice<UInt8>, _ line: (ArraySlice<UInt8>) -> Void) {
        var rest = piece
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let part = rest[..<end]
            rest = rest[(end + 1)...]
            if isTooLong || pending.count + part.count > longest {
                tooLong += 1
            } else if pending.isEmpty {
                line(part)
            } else {
                pending += part
                line(pending[...])
            }
            pending.removeAll(keepingCapacity: pending.capacity <= 1 << 20)
            isTooLong = false
        }
        guard !isTooLong, pending.count + rest.count <= longest else {
            isTooLong = true
            pending = []
            return
        }
        pending += rest
    }
}
