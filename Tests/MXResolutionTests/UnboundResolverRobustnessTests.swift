import DNSTestSupport
import Glibc
import MXResolution
import ProbeModel
import Synchronization
import TestSupport
import Testing

/// Resolvers that fail by turns, and callers that come in numbers or leave early.
@Suite("the resolver", .timeLimit(.minutes(1)))
struct UnboundResolverRobustnessTests {
    private let question = Question("mail.domain1.test", .a)

    @Test("answers 99 of 100 lookups when the resolver loses 30 % of the queries", arguments: 1...3)
    func loss(seed: Int) async throws {
        let generator = Mutex(SeededGenerator(seed: seed))
        let server = try FakeServer { query in
            let isLost = generator.withLock { Int.random(in: 0..<100, using: &$0) < 30 }
            return isLost ? [] : query.reply(query.address())
        }
        let resolver = UnboundResolver(.asking(server))
        let found = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    await resolver.lookup(Question("host\(number).test", .a)).status == .found
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(found >= 99)
    }

    /// A first resolver that is of no use, in one way or another.
    enum Uselessness: CaseIterable {
        case silent
        case closed
        case serverFailure
        case refusal
        case garbage
    }

    @Test(
        "turns to the second resolver when the first is of no use",
        arguments: Uselessness.allCases
    )
    func failover(uselessness: Uselessness) async throws {
        let first = try FakeServer { query in
            switch uselessness {
            case .silent, .closed: return []
            case .serverFailure: return query.reply(query.answer(rcode: 2))
            case .refusal: return query.reply(query.answer(rcode: 5))
            case .garbage: return [query.reply(Array(query.answer().build()[..<11]))]
            }
        }
        let second = try FakeServer { query in query.reply(query.address()) }
        let settings = ResolverSettings.asking([first.resolver, second.resolver])
        first.setOpen(uselessness != .closed)
        let lookup = await UnboundResolver(settings).lookup(question)
        #expect(lookup.status == .found)
    }

    @Test("tells the most telling of several failures")
    func severalFailures() async throws {
        let silent = try FakeServer { _ in [] }
        let failing = try FakeServer { query in query.reply(query.answer(rcode: 2)) }
        let lookup = await UnboundResolver(.asking(silent, failing).impatient).lookup(question)
        #expect(lookup.status == .servfail)
        #expect(lookup.failure?.server == failing.resolver.description)
    }

    @Test("answers as soon as a server that was down is up again")
    func downThenUp() async throws {
        let server = try FakeServer { query in query.reply(query.address()) }
        let resolver = UnboundResolver(.asking(server).impatient)
        server.setOpen(false)
        #expect(await resolver.lookup(question).status == .noResolver)
        server.setOpen(true)
        #expect(await resolver.lookup(question).status == .found)
    }

    @Test("bears with a server that fails once")
    func transientFailure() async throws {
        let server = try FakeServer { query in
            query.reply(query.number == 0 ? query.answer(rcode: 2) : query.address())
        }
        #expect(await UnboundResolver(.asking(server)).lookup(question).status == .found)
    }

    @Test("asks equal questions once, at the same time and later")
    func coalescing() async throws {
        let queries = Atomic<Int>(0)
        let server = try FakeServer { query in
            queries.add(1, ordering: .relaxed)
            return query.reply(query.address())
        }
        let resolver = UnboundResolver(.asking(server))
        let question = question
        await withTaskGroup(of: LookupStatus.self) { group in
            for _ in 0..<50 { group.addTask { await resolver.lookup(question).status } }
            for await status in group { #expect(status == .found) }
        }
        #expect(await resolver.lookup(question).status == .found)
        #expect(queries.load(ordering: .relaxed) == 1)
    }

    @Test("asks hundreds of questions at a time")
    func manyQuestions() async throws {
        let server = try FakeServer { query in query.reply(query.address()) }
        let resolver = UnboundResolver(.asking(server))
        await withTaskGroup(of: LookupStatus.self) { group in
            for number in 0..<1_000 {
                group.addTask { await resolver.lookup(Question("host\(number).test", .a)).status }
            }
            for await status in group { #expect(status == .found) }
        }
    }

    @Test("ends a lookup at once when its task is cancelled, and no other")
    func cancellation() async throws {
        let asked = AsyncStream<Void>.makeStream()
        let server = try FakeServer { query in
            asked.continuation.yield()
            guard query.message.question.name != DNSName(text: "mail.domain1.test") else {
                return []
            }
            return query.reply(query.answer(rcode: 3))
        }
        let resolver = UnboundResolver(.asking(server))
        let question = question
        let cancelled = Task { await resolver.lookup(question) }
        var iterator = asked.stream.makeAsyncIterator()
        await iterator.next()
        cancelled.cancel()
        let lookup = await cancelled.value
        #expect(lookup.status == .interrupted)
        #expect(lookup.failure?.message == "the lookup was interrupted")
        #expect(await resolver.lookup(Question("other.test", .a)).status == .nxdomain)
    }

    @Test("interrupts a lookup whose task was cancelled before it began")
    func cancelledBefore() async throws {
        let server = try FakeServer { _ in [] }
        let resolver = UnboundResolver(.asking(server))
        let question = question
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await resolver.lookup(question).status
        }
        #expect(await task.value == .interrupted)
    }

    @Test("gives everything back when it is let go of")
    func leaks() async {
        await #expect(processExitsWith: .success) {
            guard let zone = try? RecordedZone(), let anchors = zone.anchors["test."],
                let server = try? FakeServer(script: { query in
                    [query.reply(zone.answer(query, .signed))]
                })
            else { exit(1) }
            func count(_ path: String) -> Int {
                guard let directory = opendir(path) else { return -1 }
                defer { closedir(directory) }
                var count = 0
                while readdir(directory) != nil { count += 1 }
                return count
            }
            func use() async {
                let resolver = UnboundResolver(.asking(server, anchors: anchors))
                let lookup = await resolver.lookup(Question("secure.test", .mx))
                if lookup.dnssec != .secure { exit(2) }
            }
            await use()
            let before = (count("/proc/self/fd"), count("/proc/self/task"))
            for _ in 0..<20 { await use() }
            if count("/proc/self/fd") > before.0 { exit(3) }
            // The runtime's own threads come and go, but not by the dozen.
            if count("/proc/self/task") > before.1 + 4 { exit(4) }
        }
    }
}
