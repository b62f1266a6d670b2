import AlertPolicy
import ProbeModel
import StateStore
import TestSupport
import Testing

/// The outbox beside a model of it in memory, over random sequences of calls.
@Suite struct ModelTests {
    private struct Item {
        let event: String
        var state = DeliveryState.pending
        var next: Int64
        var attempts = 0
    }

    private static let webhooks = ["first", "second", "third"]

    @Test(arguments: 0..<20) func theOutboxDoesWhatTheModelDoes(_ seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let folder = try StateFolder()
        var store = try folder.store()
        var model: [String: [Item]] = [:]
        var disabled: Set<String> = []
        var known: [QueuedEvent] = []
        var time: Int64 = 0
        for step in 0..<150 {
            time += Int64.random(in: 0...50, using: &generator)
            let webhook = try #require(Self.webhooks.randomElement(using: &generator))
            switch Int.random(in: 0..<12, using: &generator) {
            case 0...3:
                // An event that is new, or one that was committed before.
                let isNew = known.isEmpty || Int.random(in: 0..<4, using: &generator) > 0
                let event = Sample.event("event\(step)", at: time)
                let wanted = Self.webhooks.filter { _ in Bool.random(using: &generator) }
                let queued =
                    isNew
                    ? QueuedEvent(event, webhooks: wanted)
                    : try #require(known.randomElement(using: &generator))
                var commit = RunCommit(StateRun(id: "run\(step)", time: time, version: "1"))
                commit.events = [queued]
                try store.commit(commit, subjects: [])
                guard isNew else { break }
                known.append(queued)
                for name in wanted {
                    var item = Item(event: event.id, next: time)
                    if disabled.contains(name) { item.state = .disabled }
                    model[name, default: []].append(item)
                }
            case 4...8:
                guard let index = model[webhook]?.firstIndex(where: { $0.state == .pending }),
                    let first = model[webhook]?[index], first.next <= time
                else {
                    #expect(try store.due(webhook, at: time) == nil)
                    break
                }
                let entry = try #require(try store.due(webhook, at: time))
                #expect(entry.event.id == first.event)
                #expect(entry.attempts == first.attempts)
                let outcome = Self.outcome(at: time, &generator)
                #expect(try store.record(outcome, of: first.event, to: webhook, at: time))
                model[webhook]?[index].attempts += 1
                switch outcome {
                case .delivered: model[webhook]?[index].state = .delivered
                case .retry(let next, _): model[webhook]?[index].next = next
                case .failed: model[webhook]?[index].state = .failed
                case .gone:
                    disabled.insert(webhook)
                    for other in model[webhook, default: []].indices
                    where model[webhook]?[other].state == .pending {
                        model[webhook]?[other].state = .disabled
                    }
                }
            case 9:
                try store.enable(webhook, at: time)
                guard disabled.remove(webhook) != nil else { break }
                for other in model[webhook, default: []].indices
                where model[webhook]?[other].state == .disabled {
                    model[webhook]?[other].state = .pending
                    model[webhook]?[other].next = time
                }
            case 10:
                try store.retryNow(webhook, at: time)
                for other in model[webhook, default: []].indices
                where model[webhook]?[other].state == .pending {
                    model[webhook]?[other].next = time
                }
            default: store = try folder.store()
            }
            try compare(store, model)
        }
    }

    private static func outcome(
        at time: Int64,
        _ generator: inout SeededGenerator
    ) -> DeliveryOutcome {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0...4: return .delivered
        case 5...7:
            return .retry(at: time + Int64.random(in: 0...100, using: &generator), error: "503")
        case 8: return .failed(error: "404")
        default: return .gone(error: "410")
        }
    }

    private func compare(_ store: StateStore, _ model: [String: [Item]]) throws {
        let counts = Dictionary(
            uniqueKeysWithValues: try store.queues().filter { !$0.counts.isEmpty }
                .map { ($0.webhook, $0.counts) }
        )
        let expected = model.filter { !$0.value.isEmpty }.mapValues { items in
            Dictionary(grouping: items, by: \.state).mapValues(\.count)
        }
        #expect(counts == expected)
    }
}
