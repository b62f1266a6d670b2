import Glibc
import InternationalNames
import ProbeEngine
import ProbeModel
import Rendering
import WebhookDelivery

/// What becomes of one domain of a stream.
struct StreamedResult: Sendable {
    /// The line of NDJSON, with its end.
    let line: String
    let verdict: Verdict
    let severity: Severity
    /// Whether the run ended before all was known.
    let isInterrupted: Bool
    let findings: DomainFindings
}

extension CheckWork {
    /// How a stream of domains is checked.
    struct StreamOptions: Sendable {
        /// Whether the results come in the order of the domains.
        var isOrdered = false
        /// Whether the domains are all that the configuration stands for.
        var isWhole = false
        /// Whether what is well is not printed; a file of results holds everything.
        var isQuiet = false
    }

    /// Checks domains as they come: each result is written the moment it is known, and what is in memory does not grow with
    /// their number.
    ///
    /// - Parameters:
    ///   - source: The domains.
    ///   - results: The file that the results are added to; standard output where there is none.
    ///   - options: How.
    /// - Returns: How many domains got which verdict, with those of the run that is gone on with.
    /// - Throws: ``CommandFailure`` where the domains cannot be read or the results not written; what was found until then is
    ///   remembered.
    func stream(
        _ source: DomainSource,
        to results: ResultFile?,
        _ options: StreamOptions
    ) async throws -> VerdictTally {
        var tally = results?.tally ?? VerdictTally()
        var buffer = FindingsBuffer(alerts)
        let progress = TerminalProgress(
            source,
            start: setup.start,
            resultsOnTerminal: results == nil && Console.terminalWidth != nil
        )
        let outcome = await run(stream(source, options), until: timeForProbing) { result in
            // What was cut short is asked again by the run that goes on with this one.
            if results != nil, result.isInterrupted { return }
            tally.add(result.verdict, result.severity)
            progress.update(tally)
            if let results {
                try results.write(result.line)
            } else if !options.isQuiet || result.severity != .ok {
                try print(result.line)
            }
            await buffer.add(result.findings) { [engine = setup.engine] in
                (await engine.egressMeanwhile(), engine.concludedFamilies)
            }
        }
        progress.end()
        let egress = await setup.engine.egress()
        let isCutShort = source.isStopped
        await buffer.finish(egress: egress, retires: options.isWhole && !isCutShort)
        try outcome.get()
        if isCutShort { tellCutShort(tally, canGoOn: results != nil) }
        return tally
    }

    private func stream(
        _ source: DomainSource,
        _ options: StreamOptions
    ) -> DomainStream<StreamedResult> {
        DomainStream(
            source: source,
            judge: DomainJudge(setup: setup) { [memory] in await memory.sessions(with: $0) },
            isOrdered: options.isOrdered
        ) { [runID = setup.id, startedAt] name, diagnosis in
            let report = NDJSONReport(
                runID: runID,
                displayNames: DisplayTable.make(names: [name], diagnoses: [diagnosis])
            )
            return StreamedResult(
                line: report.line(diagnosis),
                verdict: diagnosis.verdict,
                severity: diagnosis.severity,
                isInterrupted: diagnosis.observation.isInterrupted,
                findings: DomainFindings(diagnosis, at: startedAt)
            )
        }
    }

    private func run(
        _ stream: DomainStream<StreamedResult>,
        until limit: Duration,
        _ take: (StreamedResult) async throws -> Void
    ) async -> Result<Void, any Error> {
        let work = { () async -> Result<Void, any Error> in
            do {
                return .success(try await stream.run(take))
            } catch is ReaderGone {
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        return await setup.limited(
            to: limit,
            onEnd: { stream.source.stop() },
            onInterruption: { [sender] in sender.shutDown() },
            work
        )
    }

    /// Somebody who has seen enough, such as head(1), is no failure; nothing more is asked for him.
    private struct ReaderGone: Error {}

    private func print(_ line: String) throws {
        let error = WholeText.write(line, to: STDOUT_FILENO)
        if error == EPIPE { throw ReaderGone() }
        guard error == 0 else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
    }

    private func tellCutShort(_ tally: VerdictTally, canGoOn: Bool) {
        let hint =
            canGoOn
            ? "the same command goes on with the rest"
            : "--resume FILE keeps the results so that a later run can go on"
        Console.warn("the run was ended after \(tally.text); \(hint)")
    }
}
