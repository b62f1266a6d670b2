import Glibc
import Sockets

/// Runs programs of Postfix's.
enum ProgramRunner {
    /// Takes standard output as it comes; false when no more is wanted, which stops the program.
    typealias Reader = (ArraySlice<UInt8>) -> Bool

    /// Runs a program to its end on the calling thread, which must not be one of Swift's few.
    static func run(_ program: PostfixProgram) throws(ProgramFailure) -> ProgramResult {
        try run(program, unless: ProgramCancellation())
    }

    /// Runs a program to its end on the calling thread, handing on what it prints instead of keeping it.
    ///
    /// ``PostfixProgram/outputLimit`` does not count: the reader says how much it wants.
    static func run(
        _ program: PostfixProgram,
        unless cancellation: ProgramCancellation = ProgramCancellation(),
        reader: Reader
    ) throws(ProgramFailure) -> ProgramResult {
        var child = try ChildProgram(program)
        return child.finish(unless: cancellation, reader: reader)
    }

    /// Runs a program to its end on a thread of its own; cancelling the task stops the program.
    @concurrent
    static func result(of program: PostfixProgram) async throws(ProgramFailure) -> ProgramResult {
        try await onThread(program.path) { cancellation in
            Result { () throws(ProgramFailure) in try run(program, unless: cancellation) }
        }.get()
    }

    /// Does work that runs programs on a thread of its own; cancelling the task cancels what the work looks at.
    @concurrent
    static func onThread<Value: Sendable>(
        _ path: String,
        _ work: @escaping @Sendable (ProgramCancellation) -> Value
    ) async throws(ProgramFailure) -> Value {
        let cancellation = ProgramCancellation()
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let thread = WorkerThread(name: name) {
                    continuation.resume(
                        returning: Result<Value, ProgramFailure>.success(work(cancellation))
                    )
                }
                guard let thread else {
                    let failure = ProgramFailure(path, call: "pthread_create", errno: EAGAIN)
                    continuation.resume(returning: .failure(failure))
                    return
                }
                thread.detach()
            }
        } onCancel: {
            cancellation.cancel()
        }.get()
    }

    /// Runs a program to its end on the calling thread, unless it is cancelled.
    static func run(
        _ program: PostfixProgram,
        unless cancellation: ProgramCancellation
    ) throws(ProgramFailure) -> ProgramResult {
        var output: [UInt8] = []
        let limit = program.outputLimit
        var result = try run(program, unless: cancellation) { piece in
            let room = limit - output.count
            output += piece.prefix(room)
            return piece.count <= room
        }
        result.output = output
        return result
    }
}
