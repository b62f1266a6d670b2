import Glibc

/// The lines of a file or a pipe as they come, read by one thread at a time.
struct LineReader: ~Copyable {
    /// The longest line, in bytes: a domain name in U-labels is far shorter.
    static let maximumLine = 4_096

    /// How much is read at once, in bytes.
    private static let blockSize = 1 << 16

    /// How long the reader waits before it looks whether it is to stop, in milliseconds.
    private static let pause: Int32 = 100

    /// The lines of one block.
    struct Block {
        /// The lines, without their ends; those that are too long are cut.
        var lines: [String] = []
        /// The number of the first of them, from 1.
        var firstNumber = 0
        /// Whether there is nothing after it.
        var isLast = false
    }

    /// What it is called in messages.
    let name: String

    /// The file's size in bytes; `nil` for what is no regular file.
    let size: Int?

    /// How many bytes were read.
    private(set) var position = 0

    private let descriptor: Int32
    private var rest: [UInt8] = []
    private var lineCount = 0

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: ``CommandFailure`` where it cannot be read.
    init(file: String) throws {
        let isStandardInput = file == "-"
        name = isStandardInput ? "standard input" : file
        descriptor = isStandardInput ? dup(STDIN_FILENO) : open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            size = nil
            throw Self.failure(name)
        }
        var status = stat()
        let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        size = isRegular ? Int(status.st_size) : nil
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Waits for the next lines.
    ///
    /// - Parameter isStopped: Asked again and again whether to wait no longer.
    /// - Returns: Some lines; the last block may have none.
    /// - Throws: ``CommandFailure`` where the rest cannot be read.
    mutating func next(isStopped: () -> Bool) throws -> Block {
        var buffer = [UInt8](repeating: 0, count: Self.blockSize)
        while !isStopped() {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Self.pause) != 0 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw Self.failure(name) }
            position += count
            rest += buffer[..<count]
            if count == 0 { return takeLines(isLast: true) }
            let block = takeLines(isLast: false)
            if !block.lines.isEmpty { return block }
        }
        return Block(isLast: true)
    }

    private mutating func takeLines(isLast: Bool) -> Block {
        let newline = UInt8(ascii: "\n")
        let end = isLast ? rest.endIndex : rest.lastIndex(of: newline).map { $0 + 1 } ?? 0
        var block = Block(firstNumber: lineCount + 1, isLast: isLast)
        for line in rest[..<end].split(separator: newline, omittingEmptySubsequences: false) {
            block.lines.append(String(decoding: line.prefix(Self.maximumLine), as: UTF8.self))
        }
        // What follows the last line break is no line.
        if end > 0, rest[end - 1] == newline { block.lines.removeLast() }
        rest.removeSubrange(..<end)
        // Of a line without an end only its beginning is kept, which is no name.
        if rest.count > Self.maximumLine { rest.removeSubrange(Self.maximumLine...) }
        lineCount += block.lines.count
        return block
    }

    private static func failure(_ name: String) -> CommandFailure {
        .inputOutput("cannot read \(name): \(String(cString: strerror(errno)))")
    }
}
