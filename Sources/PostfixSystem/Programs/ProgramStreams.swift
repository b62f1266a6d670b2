import Glibc

/// The standard streams of a program under way, as seen from our side.
struct ProgramStreams {
    /// How much is read at once, in bytes: what a pipe holds (pipe(7)).
    static let chunkSize = 64 << 10

    /// How many chunks are read of a stream before the others have their turn.
    static let chunksPerTurn = 4

    private let input: ProgramPipe
    private let output: ProgramPipe
    private let errors: ProgramPipe
    private var rest: ArraySlice<UInt8>
    private var chunk = [UInt8](repeating: 0, count: chunkSize)

    /// Makes the streams of a program that is about to start.
    init(for program: PostfixProgram) throws(ProgramFailure) {
        input = try ProgramPipe(.toChild, for: program.path)
        output = try ProgramPipe(.fromChild, for: program.path)
        errors = try ProgramPipe(.fromChild, for: program.path)
        rest = program.input[...]
        if rest.isEmpty { input.closeOurs() }
    }

    /// The child's standard input, output and error, in this order.
    var childs: [Int32] { [input.childs, output.childs, errors.childs] }

    /// Whether the child has closed both of its streams.
    var isClosed: Bool { output.ours < 0 && errors.ours < 0 }

    /// Closes the child's ends, which it has by now.
    func closeChilds() {
        input.closeChilds()
        output.closeChilds()
        errors.closeChilds()
    }

    /// Waits until something can be read or written.
    func wait(milliseconds: Int32) {
        // A negative number is passed over (poll(2)).
        var waiting = [
            pollfd(fd: input.ours, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: output.ours, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors.ours, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&waiting, nfds_t(waiting.count), milliseconds)
    }

    /// Writes what the child takes of its input, and closes it after the last byte.
    mutating func feed() {
        while input.ours >= 0, !rest.isEmpty {
            let flags = Int32(MSG_NOSIGNAL)
            let count = rest.withUnsafeBytes { send(input.ours, $0.baseAddress, $0.count, flags) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            // A program that does not read all of its input has its reasons, and says so by its exit status.
            rest = count < 0 ? [] : rest.dropFirst(count)
        }
        input.closeOurs()
    }

    /// Takes what there is of standard output; false when the reader wants no more.
    mutating func takeOutput(_ reader: ProgramRunner.Reader) -> Bool {
        Self.take(from: output, into: &chunk, reader)
    }

    /// Takes what there is of standard error.
    mutating func takeErrors(_ reader: ProgramRunner.Reader) {
        _ = Self.take(from: errors, into: &chunk, reader)
    }

    private static func take(
        from pipe: ProgramPipe,
        into chunk: inout [UInt8],
        _ reader: ProgramRunner.Reader
    ) -> Bool {
        for _ in 0..<chunksPerTurn where pipe.ours >= 0 {
            let count = read(pipe.ours, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return true }
            guard count > 0 else {
                pipe.closeOurs()
                return true
            }
            guard reader(chunk[..<count]) else { return false }
        }
        return true
    }
}
