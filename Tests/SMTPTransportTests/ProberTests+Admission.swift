import Glibc
import ProbeEngine
import ProbeModel
import Testing

@testable import SMTPTransport

extension ProberTests {
    @Test(
        "hold no more sessions with an address or a network at once than allowed",
        arguments: [AdmissionLimits(perAddress: 1), AdmissionLimits(perNetwork: 1)]
    )
    func admission(_ limits: AdmissionLimits) async throws {
        let prober = SMTPProber(settings: ProberSettings(admission: limits))
        let sessions = try await CountingServer().finish(after: 40, of: prober)
        #expect(sessions.all == 40)
        #expect(sessions.most <= AdmissionLimits.otherPortsFactor)
    }

    @Test("let a busy address hold up nobody else, nor its own cancellation")
    func busyAddress() async throws {
        let gate = Gate()
        let busy = try LoopbackServer { peer in
            gate.wait()
            peer.serve()
        }
        let other = try LoopbackServer(address: "127.0.0.2") { $0.serve() }
        let limits = AdmissionLimits(perAddress: 1, perSecond: 1_000)
        let prober = SMTPProber(settings: ProberSettings(admission: limits))
        let tasks = (0..<20).map { _ in
            Task { await prober.probe(.test(busy.endpoint())).outcome }
        }
        #expect(await prober.probe(.test(other.endpoint())).outcome == .ready)
        let (cancelled, kept) = (tasks.suffix(10), tasks.prefix(10))
        for task in cancelled { task.cancel() }
        for task in cancelled { #expect(await task.value == .interrupted) }
        gate.open()
        for task in kept { #expect(await task.value == .ready) }
        await prober.drain()
        _ = (busy.finish(), other.finish())
    }

    @Test("begin a session for each second's share, and none before")
    func pace() async throws {
        let server = try LoopbackServer { $0.serve() }
        let limits = AdmissionLimits(perSecond: 20)
        let prober = SMTPProber(settings: ProberSettings(admission: limits))
        let began = Instant.now
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    #expect(await prober.probe(.test(server.endpoint())).outcome == .ready)
                }
            }
        }
        // One begins at once, each of the others 50 ms after the one before.
        #expect(began.duration(to: .now) >= .milliseconds(200))
        await prober.drain()
        _ = server.finish()
    }
}
