import Glibc
import ProbeEngine
import ProbeModel
import Synchronization
import TestSupport
import Testing

@testable import SMTPTransport

extension ProberTests {
    @Test("answer the caller before the farewell has come")
    func answersBeforeFarewell() async throws {
        let gate = Gate()
        let server = try LoopbackServer { peer in
            peer.send("220 mail.domain1.test\r\n")
            peer.readLine()
            peer.send("250 mail.domain1.test\r\n")
            peer.readLine()
            gate.wait()
            peer.send("221 Bye\r\n")
            peer.goodbye()
        }
        let prober = SMTPProber()
        // A prober that waited would run into the time limit of the suite.
        let seen = await prober.probe(.test(server.endpoint()) { $0.quit = .seconds(600) })
        #expect(seen.outcome == .ready)
        gate.open()
        await prober.drain()
        #expect(server.finish().first?.ending == .fin)
    }

    @Test("end a session at once when its task is cancelled")
    func cancelled() async throws {
        let server = try LoopbackServer { $0.readToEnd() }
        let prober = SMTPProber()
        let (news, sender) = AsyncStream.makeStream(of: ProbeProgress.self)
        let task = Task {
            await prober.probe(.test(server.endpoint())) { sender.yield($0) }
        }
        for await progress in news where progress == .connected { break }
        task.cancel()
        let seen = await task.value
        #expect(seen.outcome == .interrupted)
        #expect(seen.phase == .greeting)
        #expect(seen.timings.connect != nil)
        // Once more does no harm.
        task.cancel()
        await prober.drain()
        _ = server.finish()
    }

    @Test("call silence a timeout when three SYNs went unanswered", arguments: [0, 1, 2, 5])
    func cancelledWhileConnecting(_ freshAttempts: Int) async throws {
        let deaf = try DeafPort()
        defer { deaf.finish() }
        let endpoint = deaf.endpoint
        let prober = SMTPProber()
        let task = Task {
            await prober.probe(
                .test(endpoint) { limits in
                    limits.freshAttempts = Array(
                        repeating: .milliseconds(1),
                        count: freshAttempts
                    )
                }
            )
        }
        // A clock on the same loop: when this one has timed out, the SYNs of the other are out.
        _ = await prober.probe(
            .test(endpoint) { limits in
                limits.connect = .milliseconds(100)
                limits.freshAttempts = []
            }
        )
        task.cancel()
        let seen = await task.value
        #expect(seen.synsSent == freshAttempts + 1)
        #expect(seen.outcome == (freshAttempts + 1 >= 3 ? .timeout : .interrupted))
        #expect(seen.phase == .connect)
    }

    @Test("take a cancellation that comes before the request, or while it waits for its turn")
    func cancelledEarly() async throws {
        let server = try LoopbackServer { $0.readToEnd() }
        let prober = SMTPProber(settings: ProberSettings(maximumSessions: 1))
        let (news, sender) = AsyncStream.makeStream(of: ProbeProgress.self)
        let first = Task { await prober.probe(.test(server.endpoint())) { sender.yield($0) } }
        for await progress in news where progress == .connected { break }
        let waiting = Task { await prober.probe(.test(server.endpoint())) }
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await prober.probe(.test(server.endpoint()))
        }
        #expect(await early.value.outcome == .interrupted)
        waiting.cancel()
        let seen = await waiting.value
        #expect(seen.outcome == .interrupted)
        #expect(seen.synsSent == 0)
        first.cancel()
        #expect(await first.value.outcome == .interrupted)
        _ = server.finish()
    }

    @Test("hold five hundred sessions at once")
    func manySessions() async throws {
        let count = 500
        let gate = Gate()
        let arrived = Atomic(0)
        let server = try LoopbackServer { peer in
            // Nobody is greeted before all are here.
            if arrived.add(1, ordering: .relaxed).newValue == count { gate.open() }
            gate.wait()
            peer.serve()
        }
        let prober = SMTPProber()
        let outcomes = await withTaskGroup(of: Outcome.self) { group in
            for _ in 0..<count {
                group.addTask { await prober.probe(.test(server.endpoint())).outcome }
            }
            return await group.reduce(into: [Outcome: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == [.ready: count])
        await prober.drain()
        #expect(server.finish().allSatisfy { $0.ending == .fin && $0.lines.last == "QUIT" })
    }

    @Test("hold no more sessions at once than allowed", arguments: [1, 3])
    func sessionLimit(_ limit: Int) async throws {
        let prober = SMTPProber(settings: ProberSettings(maximumSessions: limit))
        let sessions = try await CountingServer().finish(after: 30, of: prober)
        #expect(sessions.all == 30)
        #expect(sessions.most <= limit)
    }

    @Test("fail thousands of connects in a row without piling them up")
    func manyRefused() async throws {
        let server = try LoopbackServer { _ in }
        _ = server.finish()
        let prober = SMTPProber(settings: ProberSettings(maximumSessions: 2))
        var request = ProbeRequest.test(server.endpoint())
        // Fails within the call itself, so that one end leads straight to the next beginning.
        request.sourceAddress = IPAddress("192.0.2.77")
        let probed = request
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<5_000 {
                group.addTask { #expect(await prober.probe(probed).outcome == .noRoute) }
            }
        }
    }

    @Test(
        "stop a peer that floods",
        arguments: [
            OutcomeCase("a line without end", .notSMTP, .greeting) { flood($0, "220 ", "x") },
            OutcomeCase("a reply without end", .notSMTP, .greeting) { flood($0, "", "220-x\r\n") },
            OutcomeCase("a farewell without end", .ready, .quit) { peer in
                peer.send("220 mail.domain1.test\r\n")
                peer.readLine()
                peer.send("250 mail.domain1.test\r\n")
                peer.readLine()
                flood(peer, "", "221-x\r\n")
            },
        ]
    )
    func flooded(_ row: OutcomeCase) async throws {
        let server = try LoopbackServer(script: row.script)
        let prober = SMTPProber()
        let seen = await prober.probe(.test(server.endpoint()) { $0.quit = .seconds(600) })
        await prober.drain()
        _ = server.finish()
        #expect(seen.outcome == row.outcome)
        #expect(seen.phase == row.phase)
    }

    @Test("read what follows the farewell, so that the end is no reset")
    func chatteringFarewell() async throws {
        let server = try LoopbackServer { peer in
            peer.send("220 mail.domain1.test\r\n")
            peer.readLine()
            peer.send("250 mail.domain1.test\r\n")
            peer.readLine()
            // More than is read in one go.
            peer.send("221 Bye\r\n" + String(repeating: "x", count: 2 * EventLoop.bufferSize))
            peer.readToEnd()
        }
        let prober = SMTPProber()
        #expect(await prober.probe(.test(server.endpoint())).outcome == .ready)
        await prober.drain()
        #expect(server.finish().first?.ending == .fin)
    }

    @Test("answer everybody when it is shut down, and nobody later")
    func shutDown() async throws {
        let server = try LoopbackServer { $0.readToEnd() }
        let prober = SMTPProber(settings: ProberSettings(maximumSessions: 1))
        let (news, sender) = AsyncStream.makeStream(of: ProbeProgress.self)
        async let held = prober.probe(.test(server.endpoint())) { sender.yield($0) }
        for await progress in news where progress == .connected { break }
        async let waiting = prober.probe(.test(server.endpoint()))
        prober.shutDown()
        #expect(await held.outcome == .interrupted)
        #expect(await waiting.outcome == .interrupted)
        #expect(await prober.probe(.test(server.endpoint())).outcome == .interrupted)
        await prober.drain()
        prober.shutDown()
        _ = server.finish()
    }

    @Test("leave no descriptor and no thread behind", .disabled(if: Sanitizer.isAtWork))
    func leaks() async {
        await #expect(processExitsWith: .success) {
            let authority = try Certificate(commonName: "authority", isAuthority: true)
            let tls = try ServerTLS(Certificate(names: [ProberTests.host], issuer: authority))
            let before = entries("/proc/self/fd")
            for _ in 0..<3 {
                let plain = try LoopbackServer { $0.serve() }
                let secure = try ProberTests.startTLSServer(tls)
                let rude = try LoopbackServer { $0.reset() }
                do {
                    let prober = SMTPProber(settings: ProberSettings(caFile: "/dev/null"))
                    for server in [plain, secure, rude] {
                        _ = await prober.probe(.test(server.endpoint()))
                    }
                    await prober.drain()
                }
                for server in [plain, secure, rude] { _ = server.finish() }
            }
            let after = entries("/proc/self/fd")
            confirm(after <= before, "\(before) descriptors, then \(after)")
            confirm(threadNames().allSatisfy { !$0.hasPrefix("mxprobe-") }, "\(threadNames())")
        }
    }

    @Test(
        "wait for a descriptor as long as for a session, then say that there was none",
        .disabled(if: Sanitizer.isAtWork)
    )
    func descriptorShortage() async {
        await #expect(processExitsWith: .success) {
            let fillers = Mutex<[Int32]>([])
            let notices = Mutex<[String]>([])
            let prober = SMTPProber()
            let patient = SMTPProber(settings: ProberSettings(maximumSessions: 2)) { error in
                notices.withLock { $0.append(error.name) }
                // One for each end of the connections, and some to spare: the server does not wait for any.
                fillers.withLock { list in
                    for descriptor in list.suffix(8) { close(descriptor) }
                    list.removeLast(8)
                }
            }
            // With TLS, so that the trusted roots are read and their file is closed.
            let certificate = try Certificate(names: [ProberTests.host])
            let earlier = try ProberTests.startTLSServer(ServerTLS(certificate))
            for prober in [prober, patient] {
                let first = await prober.probe(.test(earlier.endpoint()))
                confirm(first.outcome == .ready, "\(first)")
                await prober.drain()
            }
            // Nothing may be given back while the descriptors are used up.
            _ = earlier.finish()
            let server = try LoopbackServer { $0.serve() }
            var limit = rlimit(rlim_cur: 256, rlim_max: 256)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            while case let descriptor = dup(0), descriptor >= 0 {
                fillers.withLock { $0.append(descriptor) }
            }

            let starved = await prober.probe(
                .test(server.endpoint()) { $0.session = .milliseconds(200) }
            )
            confirm(starved.outcome == .interrupted, "\(starved)")
            confirm(starved.systemError?.name == "EMFILE", "\(starved)")
            confirm(starved.systemError?.call == "socket", "\(starved)")
            confirm(starved.synsSent == 0, "\(starved)")

            // As soon as there is one, the probes go on, each in its turn.
            await withTaskGroup(of: ProbeObservation.self) { group in
                for _ in 0..<20 {
                    group.addTask { await patient.probe(.test(server.endpoint())) }
                }
                for await seen in group {
                    confirm(seen.outcome == .ready, "\(seen)")
                    confirm(seen.systemError == nil, "\(seen)")
                }
            }
            let told = notices.withLock { $0 }
            confirm(told == ["EMFILE"], "\(told)")
        }
    }
}

/// Ends a process of its own, with a message, when something in it is not as it should be.
func confirm(_ condition: Bool, _ message: String) {
    if !condition { fatalError(message) }
}

/// Sends a beginning, and then the same again until the client is gone.
private func flood(_ peer: Peer, _ beginning: String, _ text: String) {
    peer.send(beginning)
    let block = Array(String(repeating: text, count: 4_096).utf8)
    while peer.send(block) {}
}

/// How many entries a directory has.
private func entries(_ path: String) -> Int {
    guard let directory = opendir(path) else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
}

/// The names of this process's threads.
private func threadNames() -> [String] {
    guard let directory = opendir("/proc/self/task") else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let id = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard let file = fopen("/proc/self/task/\(id)/comm", "r") else { continue }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 32)
        guard fgets(&line, 32, file) != nil else { continue }
        names.append(
            String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        )
    }
    return names
}
