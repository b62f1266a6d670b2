import Glibc

/// A program under way, from its start to its end.
struct ChildProgram {
    /// How long only the streams are looked at, in milliseconds: what noticing a cancellation may take.
    private static let longestPause: Int32 = 50

    /// How soon the end is looked for once the streams are closed, in milliseconds; longer each time.
    private static let shortestPause: Int32 = 1

    /// How long a killed program may take to go: one that waits for a dead disk or file server does not go at all,
    /// and is left to the system.
    private static let killPatience = Duration.seconds(5)

    private let program: PostfixProgram
    private let process: ChildProcess
    private var streams: ProgramStreams
    private var pause = shortestPause
    private let start = ContinuousClock.now
    private var result = ProgramResult(status: nil, output: [], errors: [])

    /// Starts a program.
    init(_ program: PostfixProgram) throws(ProgramFailure) {
        self.program = program
        streams = try ProgramStreams(for: program)
        process = try ChildProcess(program, streams: streams.childs)
        streams.closeChilds()
    }

    /// Feeds the program, takes what it prints, and waits for its end.
    mutating func finish(
        unless cancellation: ProgramCancellation,
        reader: ProgramRunner.Reader
    ) -> ProgramResult {
        var ending: ChildProcess.Ending?
        while ending == nil {
            streams.wait(milliseconds: nextPause())
            ending = process.ending()
            streams.feed()
            // When it has ended, what is in the pipes is all of its own; a process that it left behind may hold them
            // open for ever.
            exchange(reader)
            if ending == nil { judge(cancellation) }
            if ending == nil, result.stop != nil {
                ending = process.killGroup(patience: Self.killPatience)
                break
            }
        }
        result.status = ending?.status
        result.signal = ending?.signal
        return result
    }

    private mutating func nextPause() -> Int32 {
        guard streams.isClosed else { return Self.longestPause }
        defer { pause = min(2 * pause, Self.longestPause) }
        return pause
    }

    private mutating func exchange(_ reader: ProgramRunner.Reader) {
        if result.stop == nil, !streams.takeOutput(reader) { result.stop = .tooMuchOutput }
        let limit = program.errorLimit
        streams.takeErrors { piece in
            let room = limit - result.errors.count
            result.errors += piece.prefix(room)
            if piece.count > room { result.hasMoreErrors = true }
            return true
        }
    }

    private mutating func judge(_ cancellation: ProgramCancellation) {
        if result.stop != nil { return }
        if start.duration(to: .now) > program.patience {
            result.stop = .overdue
        } else if cancellation.isCancelled {
            result.stop = .cancelled
        }
    }
}
