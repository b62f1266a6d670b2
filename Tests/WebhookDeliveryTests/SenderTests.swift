import Glibc
import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// Many requests at once, and ends that come early.
@Suite(.timeLimit(.minutes(3))) struct SenderTests {
    @Test("deliver two hundred at once, each exactly once")
    func parallel() async throws {
        let receiver = try Receiver.shared.get()
        let token = uniqueToken()
        let sender = WebhookSender(version: "0")
        let outcomes = await withTaskGroup(of: DeliveryOutcome.self) { group in
            for index in 0..<200 {
                let server = index.isMultiple(of: 2) ? "http" : "https"
                let request = WebhookRequest(
                    url: receiver.url(server, "/status/200/\(token)-\(index)"),
                    headers: [],
                    body: Array("\(index)".utf8)
                )
                group.addTask {
                    await sender.send(request, options: patience.trusting(receiver))
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: .delivered(status: 200), count: 200))
        let received = try receiver.requests(with: token)
        #expect(Set(received.map(\.target)).count == 200)
        #expect(received.count == 200)
        #expect(Set(received.map { String(decoding: $0.body, as: UTF8.self) }).count == 200)
    }

    @Test("hold no more connections to one place than its limit, and let other places pass")
    func connectionLimit() async throws {
        let receiver = try Receiver.shared.get()
        let token = uniqueToken()
        var limits = SenderLimits()
        limits.connectionsPerOrigin = 2
        let sender = WebhookSender(version: "0", limits: limits)
        await withTaskGroup(of: DeliveryOutcome.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    let url = receiver.url("http", "/silent/\(token)")
                    let request = WebhookRequest(url: url, headers: [], body: [])
                    return await sender.send(request, options: patience)
                }
            }
            // Those that are silent hold all of their place; another place is not held up by them.
            var passed = 0
            while (try? receiver.requests(with: token).count) ?? 0 < 2 || passed == 0 {
                let url = receiver.url("https", "/status/200")
                let request = WebhookRequest(url: url, headers: [], body: [])
                let outcome = await sender.send(request, options: patience.trusting(receiver))
                passed += outcome == .delivered(status: 200) ? 1 : 0
            }
            sender.shutDown()
            for await outcome in group { #expect(outcome == .abandoned) }
        }
        #expect(try receiver.requests(with: token).count == 2)
    }

    @Test("abandon at the deadline what is under way, what waits, and what comes too late")
    func deadline() async throws {
        let receiver = try Receiver.shared.get()
        var limits = SenderLimits()
        limits.connectionsPerOrigin = 1
        let sender = WebhookSender(version: "0", limits: limits)
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(300))
        let request = WebhookRequest(url: receiver.url("http", "/silent"), headers: [], body: [])
        await withTaskGroup(of: DeliveryOutcome.self) { group in
            for _ in 0..<3 {
                group.addTask { await sender.send(request, options: patience, deadline: deadline) }
            }
            for await outcome in group { #expect(outcome == .abandoned) }
        }
        let token = uniqueToken()
        let late = WebhookRequest(
            url: receiver.url("http", "/status/200/\(token)"),
            headers: [],
            body: []
        )
        #expect(await sender.send(late, options: patience, deadline: deadline) == .abandoned)
        #expect(try receiver.requests(with: token).isEmpty)
        // The sender itself goes on.
        #expect(await sender.send(late, options: patience) == .delivered(status: 200))
    }

    @Test("abandon what is cancelled, before it begins, while it waits and while it runs")
    func cancellation() async throws {
        let receiver = try Receiver.shared.get()
        var limits = SenderLimits()
        limits.connectionsPerOrigin = 1
        let sender = WebhookSender(version: "0", limits: limits)
        let token = uniqueToken()
        let request = WebhookRequest(
            url: receiver.url("http", "/silent/\(token)"),
            headers: [],
            body: []
        )
        let running = Task { await sender.send(request, options: patience) }
        while try receiver.requests(with: token).isEmpty { await Task.yield() }
        let waiting = Task { await sender.send(request, options: patience) }
        let unborn = Task {
            while !Task.isCancelled { await Task.yield() }
            return await sender.send(request, options: patience)
        }
        unborn.cancel()
        waiting.cancel()
        #expect(await unborn.value == .abandoned)
        #expect(await waiting.value == .abandoned)
        running.cancel()
        #expect(await running.value == .abandoned)
        #expect(try receiver.requests(with: token).count == 1)
    }

    @Test("end cleanly with requests under way, and answer those that come later")
    func shutdown() async throws {
        let receiver = try Receiver.shared.get()
        let sender = WebhookSender(version: "0")
        let token = uniqueToken()
        let request = WebhookRequest(
            url: receiver.url("http", "/silent/\(token)"),
            headers: [],
            body: []
        )
        let running = Task { await sender.send(request, options: patience) }
        while try receiver.requests(with: token).isEmpty { await Task.yield() }
        sender.shutDown()
        #expect(await running.value == .abandoned)
        #expect(await sender.send(request, options: patience) == .abandoned)
        sender.shutDown()
        // One that was never used has nothing to end.
        WebhookSender(version: "0").shutDown()
    }

    @Test("keep no descriptor over a thousand deliveries")
    func descriptors() async throws {
        await #expect(processExitsWith: .success) {
            // A child process, in which nobody else opens anything.
            let receiver = try Receiver.shared.get()
            func run(_ count: Int) async {
                let sender = WebhookSender(version: "0")
                for index in 0..<count {
                    let path = [
                        "/status/200", "/status/503", "/close", "/reset", "/endless-body/200",
                    ][index % 5]
                    let request = WebhookRequest(
                        url: receiver.url("http", path),
                        headers: [],
                        body: [1]
                    )
                    _ = await sender.send(request, options: patience)
                }
                sender.shutDown()
            }
            await run(10)
            let before = (try openDescriptors(), try residentPages())
            await run(1_000)
            let after = (try openDescriptors(), try residentPages())
            // A transfer with its buffers takes some 100 KiB: a thousand that stayed would be 100 MiB. The address
            // sanitizer keeps what was freed for a while, and finds leaks itself.
            let isSanitized = dlsym(nil, "__asan_init") != nil
            let hasGrown = after.1 - before.1 > 5_000 && !isSanitized
            exit(after.0 == before.0 && !hasGrown ? 0 : 1)
        }
    }

    @Test(
        "leave a dead resolver behind",
        .enabled(if: canMount, "SKIPPED: needs root and mount namespaces")
    )
    func deadResolver() async throws {
        await #expect(processExitsWith: .success) {
            let silence = try SilentNameserver()
            try silence.replaceResolvConf()
            let start = ContinuousClock.now
            let sender = WebhookSender(version: "0")
            let request = WebhookRequest(url: "http://mail.domain1.test/", headers: [], body: [])
            var options = patience
            let budget = start.advanced(by: .milliseconds(300))
            let abandoned = await sender.send(request, options: options, deadline: budget)
            options.connectTimeout = .milliseconds(300)
            let timedOut = await sender.send(request, options: options)
            sender.shutDown()
            // The resolver itself takes minutes to give up.
            let isQuick = start.duration(to: .now) < .seconds(60)
            exit(abandoned == .abandoned && timedOut == .timedOut(.resolve) && isQuick ? 0 : 1)
        }
    }
}
