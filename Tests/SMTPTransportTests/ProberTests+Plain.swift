import ProbeEngine
import ProbeModel
import Synchronization
import Testing

@testable import SMTPTransport

extension ProberTests {
    @Test("hold a plain session, say QUIT and close in order", arguments: ["127.0.0.1", "::1"])
    func plain(_ address: String) async throws {
        let server = try LoopbackServer(address: address) { $0.serve() }
        let prober = SMTPProber()
        let news = Mutex<[ProbeProgress]>([])
        let seen = await prober.probe(.test(server.endpoint())) { progress in
            news.withLock { $0.append(progress) }
        }
        await prober.drain()
        let record = try #require(server.finish().first)
        #expect(seen.outcome == .ready)
        #expect(seen.phase == .quit)
        #expect(seen.greeting?.code.value == 220)
        #expect(seen.capabilities.offers("SIZE"))
        #expect(seen.synsSent == 1)
        #expect(seen.synRetransmits == 0)
        #expect(seen.systemError == nil)
        #expect(seen.timings.connect != nil)
        #expect(seen.timings.greeting != nil)
        #expect(seen.timings.ehlo != nil)
        #expect(seen.timings.starttls == nil)
        #expect(news.withLock(\.self) == [.connected, .greeted])
        #expect(record.lines == ["EHLO probe.test", "QUIT"])
        #expect(record.ending == .fin)
    }
}
