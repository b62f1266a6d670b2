import Glibc
import PostfixModel
public import ProbeModel

/// The queue of this machine's Postfix (postqueue(1)).
public struct MailQueue: Sendable {
    /// How long a listing may take: some thousand messages a second where the disk is busy, and nobody waits for ever.
    static let standardPatience = Duration.seconds(60)

    /// What `postqueue` exits with when the mail system does not answer (EX_UNAVAILABLE of sysexits.h).
    static let unavailable: Int32 = 69

    private let program: PostfixProgram
    private let lifetime: Int64?

    /// The queue of a Postfix.
    public init(_ installation: PostfixInstallation) {
        self.init(
            installation.program(.postqueue, ["-j"]),
            lifetime: installation.parameters.queueLifetime
        )
    }

    init(_ program: PostfixProgram, lifetime: Int64?, patience: Duration = standardPatience) {
        var program = program
        program.patience = patience
        self.program = program
        self.lifetime = lifetime
    }

    /// Reads the queue and counts the mail that waits for a few domains.
    ///
    /// - Parameters:
    ///   - domains: The domains.
    ///   - limit: The longest that it may take, where that is less than the standard minute.
    /// - Returns: What waits, or why that cannot be told.
    public func listing(
        for domains: Set<DomainName>,
        within limit: Duration? = nil
    ) async -> Result<QueueListing, PostfixError> {
        let program = program.limited(to: limit)
        let readAt = Int64(time(nil))
        return await read { cancellation in
            var tally = QueueTally(domains: domains, readAt: readAt, lifetime: lifetime)
            return stream(program, unless: cancellation) { tally.add($0) }
                .map { reading in
                    var listing = reading
                    listing.summaries = tally.summaries
                    return listing
                }
        }
    }

    /// The names of the messages that wait for a domain, and whether these are all of them.
    func names(
        of domain: DomainName,
        atMost limit: Int
    ) async -> Result<(names: [String], isComplete: Bool), PostfixError> {
        await read { cancellation in
            var tally = QueueTally(domains: [domain], readAt: 0, lifetime: nil)
            var names: [String] = []
            var isComplete = true
            let reading = stream(program, unless: cancellation) { entry in
                guard tally.add(entry), let name = entry.name else { return }
                if names.count < limit { names.append(name) } else { isComplete = false }
            }
            return reading.map { (names, isComplete && $0.isComplete) }
        }
    }

    private func read<Value: Sendable>(
        _ work: @escaping @Sendable (ProgramCancellation) -> Result<Value, PostfixError>
    ) async -> Result<Value, PostfixError> {
        do throws(ProgramFailure) {
            return try await ProgramRunner.onThread(program.path, work)
        } catch {
            return .failure(error.postfixError)
        }
    }

    /// Hands on each message of the queue as it is listed; blocks the calling thread.
    private func stream(
        _ program: PostfixProgram,
        unless cancellation: ProgramCancellation,
        _ message: (QueueEntry) -> Void
    ) -> Result<QueueListing, PostfixError> {
        var lines = QueueLines()
        var messages = 0
        var malformed = 0
        let result: ProgramResult
        do throws(ProgramFailure) {
            result = try ProgramRunner.run(program, unless: cancellation) { piece in
                lines.feed(piece) { line in
                    guard let entry = QueueEntry(line) else {
                        malformed += 1
                        return
                    }
                    messages += 1
                    message(entry)
                }
                return true
            }
        } catch {
            return .failure(error.postfixError)
        }
        if result.stop == nil, let fault = fault(of: result) { return .failure(fault) }
        let isCut = result.stop == nil && lines.hasRest
        return .success(
            QueueListing(
                summaries: [:],
                messages: messages,
                malformedLines: malformed + lines.tooLong + (isCut ? 1 : 0),
                isComplete: result.stop == nil,
                // As root it then looks at the files itself, with a warning.
                isMailSystemDown: result.saysThatMailSystemIsDown,
                warnings: result.errorLines
            )
        )
    }

    private func fault(of result: ProgramResult) -> PostfixError? {
        guard let fault = result.fault(of: program) else { return nil }
        guard result.status == Self.unavailable else { return fault }
        if result.saysThatMailSystemIsDown { return PostfixError(.mailSystemDown, fault.message) }
        let isDenied = result.reason?.contains("not allowed to") == true
        return PostfixError(isDenied ? .notPermitted : fault.code, fault.message)
    }
}

extension PostfixProgram {
    /// The program with less patience, where there is less time.
    fileprivate func limited(to limit: Duration?) -> PostfixProgram {
        var program = self
        program.patience = min(patience, limit ?? patience)
        return program
    }
}

extension ProgramResult {
    /// Whether a program of Postfix's could not reach the mail system.
    var saysThatMailSystemIsDown: Bool {
        errorLines.contains { $0.lowercased().contains("mail system is down") }
    }
}
