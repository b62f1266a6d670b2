import ProbeModel
import Synchronization

@testable import SMTPTransport

/// A mail server on loopback that counts how many sessions it has at once.
final class CountingServer: Sendable {
    private let count: Count
    private let server: LoopbackServer

    private final class Count: Sendable {
        let present = Atomic(0)
        let most = Atomic(0)
    }

    /// Begins to listen.
    init() throws {
        let count = Count()
        self.count = count
        server = try LoopbackServer { peer in
            let present = count.present.add(1, ordering: .relaxed).newValue
            count.most.max(present, ordering: .relaxed)
            peer.send("220 mail.domain1.test\r\n")
            peer.readLine()
            peer.send("250 mail.domain1.test\r\n")
            peer.readLine()
            // The client holds its place until it has read the farewell.
            count.present.subtract(1, ordering: .relaxed)
            peer.send("221 Bye\r\n")
            peer.goodbye()
        }
    }

    /// Stops listening, and tells how many sessions there were in all, and at once at most, when so many were asked for.
    func finish(after sessions: Int, of prober: SMTPProber) async -> (all: Int, most: Int) {
        let outcomes = await withTaskGroup(of: Bool.self) { [server] group in
            for _ in 0..<sessions {
                group.addTask { await prober.probe(.test(server.endpoint())).outcome == .ready }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        await prober.drain()
        let records = server.finish()
        return (min(outcomes, records.count), count.most.load(ordering: .relaxed))
    }
}
