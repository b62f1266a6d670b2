public import ProbeModel

/// Has Postfix try the waiting mail of one domain again, and only that.
public struct QueueFlush: Sendable {
    /// The most messages that are tried again one by one.
    ///
    /// `postqueue` is run for each. The others have their turn at
    /// the next run of the queue.
    public static let mostMessages = 500

    /// How long one run may take.
    private static let patience = Duration.seconds(10)

    private let installation: PostfixInstallation
    private let queue: MailQueue

    /// Flushes the queue of a Postfix.
    public init(_ installation: PostfixInstallation) {
        self.installation = installation
        queue = MailQueue(installation)
    }

    /// What was done.
    public enum Outcome: Hashable, Sendable {
        /// Postfix tries all mail for the domain, as its fast flush service knows it.
        case site
        /// Postfix tries so many messages, which were named one by one.
        ///
        /// - `isComplete`: Whether these were all that wait.
        case messages(Int, isComplete: Bool)
        /// Nothing waits for the domain.
        case nothingWaits
        /// It could not be had.
        case failed(PostfixError)
    }

    /// Flushes the mail that waits for a domain.
    public func flush(_ domain: DomainName) async -> Outcome {
        let program = siteProgram(domain)
        let result: ProgramResult
        do throws(ProgramFailure) {
            result = try await ProgramRunner.result(of: program)
        } catch {
            return .failed(error.postfixError)
        }
        guard let fault = result.fault(of: program) else { return .site }
        if result.saysThatMailSystemIsDown {
            return .failed(PostfixError(.mailSystemDown, fault.message))
        }
        // The domain is not one of fast_flush_domains.
        guard result.status == MailQueue.unavailable,
            result.errorLines.contains(where: { $0.contains("Flush service is not configured") })
        else { return .failed(fault) }
        return await flushMessages(of: domain)
    }

    /// The command that sends for a domain's waiting mail, for people to copy.
    ///
    /// - Parameters:
    ///   - domain: The domain.
    ///   - isListed: Whether it is one of `fast_flush_domains`; for any other Postfix refuses to do so by domain, and a
    ///     person can only have all waiting mail tried. ``flush(_:)`` names the messages one by one.
    /// - Returns: The command.
    public func command(for domain: DomainName, isListed: Bool) -> ShellCommand {
        ShellCommand(isListed ? siteProgram(domain) : program(["-f"]))
    }

    private func siteProgram(_ domain: DomainName) -> PostfixProgram {
        program(["-s", domain.ascii])
    }

    private func program(_ arguments: [String]) -> PostfixProgram {
        var program = installation.program(.postqueue, arguments)
        program.patience = Self.patience
        return program
    }

    private func flushMessages(of domain: DomainName) async -> Outcome {
        switch await queue.names(of: domain, atMost: Self.mostMessages) {
        case .failure(let error): return .failed(error)
        case .success(let waiting):
            guard !waiting.names.isEmpty else {
                return waiting.isComplete ? .nothingWaits : .messages(0, isComplete: false)
            }
            return await flush(waiting.names, isComplete: waiting.isComplete)
        }
    }

    private func flush(_ names: [String], isComplete: Bool) async -> Outcome {
        for (count, name) in names.enumerated() {
            if Task.isCancelled { return .messages(count, isComplete: false) }
            let program = program(["-i", name])
            do throws(ProgramFailure) {
                let result = try await ProgramRunner.result(of: program)
                if let fault = result.fault(of: program) {
                    // What fails for one fails for all: the mail system, or a right that we lack.
                    return count == 0 ? .failed(fault) : .messages(count, isComplete: false)
                }
            } catch {
                return .failed(error.postfixError)
            }
        }
        return .messages(names.count, isComplete: isComplete)
    }
}
