import InternationalNames
import PostfixModel
import ProbeEngine
import ProbeModel
import TransportMap

/// Judges the domains of a source, many at once, and hands each on as soon as it is known.
///
/// Reading, DNS, sessions and what becomes of the results overlap. What is in memory is what is under way.
struct DomainStream<Value: Sendable>: Sendable {
    /// How far results may be ahead of the first that is missing, where their order counts.
    static var orderWindow: Int { 10_000 }

    let source: DomainSource
    let judge: DomainJudge
    /// Whether results come in the order of the source.
    let isOrdered: Bool
    /// What is made of each diagnosis, in parallel.
    let read: @Sendable (InputName, DomainDiagnosis) -> Value

    /// One domain on its way.
    private struct Entry: Sendable {
        let index: Int
        let name: InputName
        let decision: RouteDecision?
        let queues: Task<[DomainName: QueueSummary], Never>
    }

    /// What a task of the stream ends with.
    private enum Step: Sendable {
        case read([Entry]?)
        case judged(Int, Value)
    }

    private struct Flow {
        var waiting: ArraySlice<Entry> = []
        var underWay = 0
        var isReading = false
        var isAtEnd = false
        var begun = 0
        var handedOn = 0
        var early: [Int: Value] = [:]
    }

    /// Judges all domains.
    ///
    /// - Parameter take: Called for one result at a time.
    /// - Throws: What `take` throws, and ``CommandFailure`` where the rest of the source cannot be read; what is under way is
    ///   ended then.
    func run(_ take: (Value) async throws -> Void) async throws {
        let limit = judge.setup.concurrency
        try await withThrowingTaskGroup(of: Step.self) { group in
            var flow = Flow()
            fill(&flow, &group, limit: limit)
            do {
                while let step = try await group.next() {
                    switch step {
                    case .read(let entries):
                        flow.isReading = false
                        flow.isAtEnd = entries == nil
                        flow.waiting += entries ?? []
                    case .judged(let index, let value):
                        flow.underWay -= 1
                        flow.early[isOrdered ? index : flow.handedOn] = value
                        while let next = flow.early.removeValue(forKey: flow.handedOn) {
                            flow.handedOn += 1
                            try await take(next)
                        }
                    }
                    fill(&flow, &group, limit: limit)
                }
            } catch {
                source.stop()
                judge.setup.engine.interrupt()
                throw error
            }
        }
    }

    private func fill(
        _ flow: inout Flow,
        _ group: inout ThrowingTaskGroup<Step, any Error>,
        limit: Int
    ) {
        while flow.underWay < limit, !source.isStopped,
            flow.begun - flow.handedOn < Self.orderWindow, let entry = flow.waiting.popFirst()
        {
            flow.underWay += 1
            flow.begun += 1
            group.addTask {
                let diagnosis = await judge.judge(
                    entry.name.name,
                    decision: entry.decision,
                    queues: entry.queues
                )
                return .judged(entry.index, read(entry.name, diagnosis))
            }
        }
        guard flow.waiting.count < limit, !flow.isReading, !flow.isAtEnd else { return }
        flow.isReading = true
        let first = flow.begun + flow.waiting.count
        group.addTask { .read(try await entries(from: first)) }
    }

    /// The next domains with what Postfix here makes of them, asked for all of them together.
    private func entries(from first: Int) async throws -> [Entry]? {
        guard let names = try await source.next() else { return nil }
        guard let postfix = judge.setup.postfix, !names.isEmpty else {
            let nothing = Task { [DomainName: QueueSummary]() }
            return names.enumerated().map {
                Entry(
                    index: first + $0.offset,
                    name: $0.element,
                    decision: nil,
                    queues: nothing
                )
            }
        }
        let domains = names.map(\.name)
        let queues = Task { await postfix.waitingMail(for: domains) }
        let decisions = await postfix.decide(domains.map { .domain($0.ascii) })
        return zip(names, decisions).enumerated().map { offset, pair in
            Entry(index: first + offset, name: pair.0, decision: pair.1, queues: queues)
        }
    }
}
