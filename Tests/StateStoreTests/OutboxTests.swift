import AlertPolicy
import GRDB
import ProbeModel
import StateStore
import Testing

@Suite struct OutboxTests {
    let folder: StateFolder
    let store: StateStore

    init() throws {
        folder = try StateFolder()
        store = try folder.store()
        try store.commit(Sample.commit(1, events: ["a", "b"], to: ["ops", "chat"]), subjects: [])
        try store.commit(Sample.commit(2, events: ["c"], to: ["ops"]), subjects: [])
    }

    private func due(_ webhook: String = "ops", at time: Int64 = 1_000) throws -> String? {
        try store.due(webhook, at: time)?.event.id
    }

    private func counts(_ webhook: String = "ops") throws -> [DeliveryState: Int]? {
        try store.queues().first { $0.webhook == webhook }?.counts
    }

    @Test func theOldestComesFirst() throws {
        for id in ["a", "b", "c"] {
            #expect(try due() == id)
            #expect(try store.record(.delivered, of: id, to: "ops", at: 1_000))
        }
        #expect(try due() == nil)
        // Each webhook has an order of its own.
        #expect(try due("chat") == "a")
    }

    @Test func laterOnesWaitBehindOneThatIsTriedAgain() throws {
        try store.record(.retry(at: 2_000, error: "503"), of: "a", to: "ops", at: 1_000)
        #expect(try due(at: 1_999) == nil)
        #expect(try store.webhooksDue(at: 1_999) == ["chat"])
        #expect(try due(at: 2_000) == "a")
        #expect(try store.webhooksDue(at: 2_000) == ["chat", "ops"])
        let entry = try #require(try store.due("ops", at: 2_000))
        #expect(entry.attempts == 1)
        #expect(entry.lastError == "503")
        #expect(entry.created == 60)
    }

    @Test func aFinalFailureLetsTheNextGo() throws {
        try store.record(.failed(error: "404"), of: "a", to: "ops", at: 1_000)
        #expect(try due() == "b")
        #expect(try counts() == [.failed: 1, .pending: 2])
    }

    @Test func whatIsSettledStaysSo() throws {
        try store.record(.delivered, of: "a", to: "ops", at: 1_000)
        #expect(try !store.record(.failed(error: "late"), of: "a", to: "ops", at: 1_001))
        #expect(try !store.record(.delivered, of: "a", to: "nobody", at: 1_001))
        #expect(try !store.record(.delivered, of: "z", to: "ops", at: 1_001))
        #expect(try counts() == [.delivered: 1, .pending: 2])
    }

    @Test func aWebhookThatIsGoneGetsNothingMore() throws {
        try store.record(.gone(error: "410 gone"), of: "a", to: "ops", at: 1_000)
        #expect(try due() == nil)
        try store.commit(Sample.commit(3, events: ["d"], to: ["ops", "chat"]), subjects: [])
        #expect(try due() == nil)
        let queue = try #require(try store.queues().first { $0.webhook == "ops" })
        #expect(queue.counts == [.disabled: 4])
        #expect(queue.disabledSince == 1_000)
        #expect(queue.disabledReason == "410 gone")
        #expect(try counts("chat") == [.pending: 3])
    }

    @Test func enabledAgainItGetsWhatItMissedInOrder() throws {
        try store.record(.delivered, of: "a", to: "ops", at: 900)
        try store.record(.gone(error: "410"), of: "b", to: "ops", at: 1_000)
        #expect(try store.enable("chat", at: 2_000) == 0)
        #expect(try store.enable("ops", at: 2_000) == 2)
        #expect(try due(at: 2_000) == "b")
        #expect(try store.queues().allSatisfy { $0.disabledSince == nil })
    }

    @Test func retryNowMakesAllDue() throws {
        for webhook in ["ops", "chat"] {
            try store.record(.retry(at: 5_000, error: ""), of: "a", to: webhook, at: 1_000)
        }
        #expect(try store.retryNow("ops", at: 1_001) == 3)
        #expect(try store.webhooksDue(at: 1_001) == ["ops"])
        #expect(try store.retryNow(nil, at: 1_001) == 5)
        #expect(try store.webhooksDue(at: 1_001) == ["chat", "ops"])
    }

    @Test func webhooksThatAreNotConfiguredAreGivenUp() throws {
        try store.record(.gone(error: "410"), of: "a", to: "chat", at: 1_000)
        #expect(try store.abandon(allBut: ["ops", "new"], at: 2_000) == 2)
        #expect(try counts("chat") == [.failed: 2])
        #expect(try counts() == [.pending: 3])
        #expect(try store.queues().allSatisfy { $0.disabledSince == nil })
    }

    /// A clock that was years ahead must not hold an alert back for years.
    @Test func anAttemptThatIsTooFarAwayIsDue() throws {
        let future: Int64 = 4_000_000_000
        try store.record(.retry(at: future + 60, error: ""), of: "a", to: "ops", at: future)
        #expect(try due(at: 1_000) == "a")
        #expect(try store.webhooksDue(at: 1_000) == ["chat", "ops"])
        // And a receiver cannot ask for years either.
        try store.record(.retry(at: .max, error: ""), of: "a", to: "chat", at: 1_000)
        #expect(try due("chat", at: 1_000 + 8 * 86_400) == "a")
    }

    @Test func anEventThatCannotBeReadDoesNotHoldUpTheRest() throws {
        try folder.raw().write { database in
            try database.execute(sql: "UPDATE events SET body = '{}' WHERE id = 'a'")
        }
        #expect(try due() == "b")
        #expect(try counts() == [.failed: 1, .pending: 2])
    }

    @Test func pendingIsTheOldestOfAll() throws {
        #expect(
            try store.pending(limit: 3).map { "\($0.event.id) \($0.webhook)" } == [
                "a chat", "a ops", "b chat",
            ]
        )
        #expect(try store.pending(limit: 100).count == 5)
    }

    @Test func queuesTellOfTheFirstThatWaits() throws {
        try store.record(.retry(at: 2_000, error: "503"), of: "a", to: "ops", at: 1_000)
        let queues = try store.queues()
        #expect(queues.map(\.webhook) == ["chat", "ops"])
        #expect(queues.map(\.oldestPending) == [60, 60])
        #expect(queues.map(\.nextAttempt) == [60, 2_000])
        #expect(queues.map(\.lastError) == [nil, "503"])
    }

    @Test func errorsAreBounded() throws {
        let long = String(repeating: "x", count: 100_000)
        try store.record(.retry(at: 0, error: long), of: "a", to: "ops", at: 1_000)
        #expect(try store.due("ops", at: 1_000)?.lastError?.utf8.count == 500)
    }
}
