import DNSTestSupport
import Glibc
import ProbeModel
import TestSupport
import Testing

@testable import MXResolution

/// The rules of repeating and turning to others, on a clock that the test moves.
@Suite("an exchange")
struct ExchangeTests {
    private let start = ContinuousClock.now
    private let settings = ResolverSettings()

    private func exchange(_ servers: Int...) -> Exchange {
        Exchange(order: servers, settings: settings, at: start)
    }

    private func udp(_ server: Int, edns: Bool = true) -> Exchange.Attempt {
        Exchange.Attempt(server: server, transport: .udp, usesEDNS: edns)
    }

    private func tcp(_ server: Int) -> Exchange.Attempt {
        Exchange.Attempt(server: server, transport: .tcp, usesEDNS: true)
    }

    @Test("ends with the first usable answer, whoever sends it")
    func answer() {
        var exchange = exchange(0, 1)
        #expect(exchange.start(at: start) == [udp(0)])
        #expect(exchange.wake(at: exchange.nextWake) == [udp(1)])
        #expect(exchange.receive(.usable, from: 0, over: .udp, at: start).isEmpty)
        #expect(exchange.outcome == .answered(server: 0))
        // Nothing that comes later changes it.
        #expect(exchange.receive(.refusal(nil), from: 1, over: .udp, at: start).isEmpty)
        #expect(exchange.fail(1, over: .udp, errno: 111, at: start).isEmpty)
        #expect(exchange.wake(at: start + .seconds(60)).isEmpty)
        #expect(exchange.outcome == .answered(server: 0))
    }

    @Test("repeats at the gaps of the settings, taking turns, until the deadline")
    func silence() {
        var exchange = exchange(3, 5)
        var attempts = exchange.start(at: start)
        var times = [Duration.zero]
        while exchange.outcome == nil {
            let now = exchange.nextWake
            let next = exchange.wake(at: now)
            if !next.isEmpty { times.append(start.duration(to: now)) }
            attempts += next
        }
        #expect(attempts == (0..<11).map { udp($0 % 2 == 0 ? 3 : 5) })
        #expect(
            times
                == [0, 500, 1_200, 2_000, 2_800, 3_600, 4_400, 5_200, 6_000, 6_800, 7_600].map {
                    .milliseconds($0)
                }
        )
        #expect(exchange.nextWake == start + .seconds(8))
        #expect(
            exchange.outcome == .failed(server: 5, .silent, queries: 5)
                || exchange.outcome == .failed(server: 3, .silent, queries: 6)
        )
    }

    @Test("does nothing before its time")
    func early() {
        var exchange = exchange(0)
        _ = exchange.start(at: start)
        #expect(exchange.wake(at: start + .milliseconds(499)).isEmpty)
        #expect(exchange.outcome == nil)
    }

    @Test(
        "goes to the next resolver at once after an error",
        arguments: [
            ServerReply.serverFailure(nil), .refusal(nil), .referral, .otherError(rcode: 9),
        ]
    )
    func error(reply: ServerReply) {
        var exchange = exchange(0, 1)
        _ = exchange.start(at: start)
        #expect(exchange.receive(reply, from: 0, over: .udp, at: start) == [udp(1)])
    }

    @Test("asks once more about a server failure, and not about one of validation")
    func serverFailure() {
        var exchange = exchange(0)
        _ = exchange.start(at: start)
        let failure = ServerReply.serverFailure(nil)
        #expect(exchange.receive(failure, from: 0, over: .udp, at: start).isEmpty)
        #expect(exchange.outcome == nil)
        #expect(exchange.wake(at: exchange.nextWake) == [udp(0)])
        _ = exchange.receive(failure, from: 0, over: .udp, at: start)
        #expect(exchange.outcome == .failed(server: 0, .reply(failure), queries: 2))

        var validation = self.exchange(0)
        _ = validation.start(at: start)
        let bogus = ServerReply.serverFailure(ExtendedDNSError(code: 6, text: "".utf8))
        _ = validation.receive(bogus, from: 0, over: .udp, at: start)
        #expect(validation.outcome == .failed(server: 0, .reply(bogus), queries: 1))
    }

    @Test("tries a closed port again for as long as a restart takes")
    func closedPort() {
        var exchange = exchange(0)
        _ = exchange.start(at: start)
        #expect(exchange.fail(0, over: .udp, errno: 111, at: start).isEmpty)
        var now = exchange.nextWake
        #expect(exchange.wake(at: now) == [udp(0)])
        _ = exchange.fail(0, over: .udp, errno: 111, at: now)
        #expect(exchange.outcome == nil)
        now = exchange.nextWake
        #expect(now == start + .milliseconds(1_200))
        #expect(exchange.wake(at: now) == [udp(0)])
        _ = exchange.fail(0, over: .udp, errno: 111, at: now)
        #expect(exchange.outcome == .failed(server: 0, .unreachable(errno: 111), queries: 3))
    }

    @Test(
        "waits to the end for what this machine lacks",
        arguments: [EMFILE, ENFILE, ENOBUFS, ENOMEM, EAGAIN, ENOSPC]
    )
    func shortage(_ errno: Int32) {
        var exchange = exchange(0)
        _ = exchange.start(at: start)
        var now = start
        while exchange.outcome == nil, now < start + .seconds(60) {
            _ = exchange.fail(0, over: .udp, errno: errno, at: now)
            now = exchange.nextWake
            _ = exchange.wake(at: now)
        }
        #expect(now == start + ResolverSettings().lookupDeadline)
        guard case .failed(0, .unreachable(errno: errno), _) = exchange.outcome else {
            Issue.record("\(String(describing: exchange.outcome))")
            return
        }
    }

    @Test("waits to the end for what TCP lacks on this machine")
    func shortageOverTCP() {
        var exchange = exchange(0)
        _ = exchange.start(at: start)
        _ = exchange.receive(.truncated, from: 0, over: .udp, at: start)
        var now = start
        while exchange.outcome == nil, now < start + .seconds(60) {
            _ = exchange.fail(0, over: .tcp, errno: EMFILE, at: now)
            now = exchange.nextWake
            _ = exchange.wake(at: now)
        }
        #expect(now == start + ResolverSettings().lookupDeadline)
        guard case .failed(0, .noTCP(errno: EMFILE), _) = exchange.outcome else {
            Issue.record("\(String(describing: exchange.outcome))")
            return
        }
    }

    @Test("is over when every port is closed, and goes on while one resolver is only silent")
    func severalPorts() {
        var closed = exchange(0, 1)
        _ = closed.start(at: start)
        #expect(closed.fail(0, over: .udp, errno: 111, at: start) == [udp(1)])
        #expect(closed.fail(1, over: .udp, errno: 101, at: start).isEmpty)
        let late = start + settings.closedPortGrace
        _ = closed.fail(0, over: .udp, errno: 111, at: late)
        #expect(closed.outcome != nil)

        var mixed = exchange(0, 1)
        _ = mixed.start(at: start)
        _ = mixed.wake(at: mixed.nextWake)
        _ = mixed.fail(0, over: .udp, errno: 111, at: late)
        #expect(mixed.outcome == nil)
        #expect(mixed.wake(at: mixed.nextWake) == [udp(1)])
    }

    @Test("asks over TCP for a truncated answer, at once, and stays with it")
    func truncation() {
        var exchange = exchange(0)
        _ = exchange.start(at: start)
        #expect(exchange.receive(.truncated, from: 0, over: .udp, at: start) == [tcp(0)])
        #expect(exchange.nextWake == start + settings.tcpTryTimeout)
        // The second truncated datagram, of an earlier try, means nothing new.
        #expect(exchange.receive(.truncated, from: 0, over: .udp, at: start).isEmpty)
        #expect(exchange.wake(at: exchange.nextWake) == [tcp(0)])
        #expect(exchange.failure == .failed(server: 0, .noTCP(errno: nil), queries: 3))
        _ = exchange.receive(.usable, from: 0, over: .tcp, at: start)
        #expect(exchange.outcome == .answered(server: 0))
    }

    @Test("gives TCP up after two failures")
    func brokenTCP() {
        var exchange = exchange(0)
        _ = exchange.start(at: start)
        _ = exchange.receive(.truncated, from: 0, over: .udp, at: start)
        #expect(exchange.fail(0, over: .tcp, errno: 111, at: start).isEmpty)
        #expect(exchange.wake(at: exchange.nextWake) == [tcp(0)])
        _ = exchange.fail(0, over: .tcp, errno: 111, at: start)
        #expect(exchange.outcome == .failed(server: 0, .noTCP(errno: 111), queries: 3))
    }

    @Test("repeats without EDNS what is not understood, once")
    func withoutEDNS() {
        var exchange = exchange(0)
        _ = exchange.start(at: start)
        let reply = ServerReply.notUnderstood(rcode: 1)
        #expect(exchange.receive(reply, from: 0, over: .udp, at: start) == [udp(0, edns: false)])
        #expect(exchange.receive(reply, from: 0, over: .udp, at: start).isEmpty)
        #expect(exchange.outcome == .failed(server: 0, .reply(reply), queries: 2))
    }

    @Test("waits on after a datagram that cannot be read, since it may be forged")
    func unreadable() {
        var exchange = exchange(0)
        _ = exchange.start(at: start)
        #expect(exchange.receive(.unreadable, from: 0, over: .udp, at: start).isEmpty)
        #expect(exchange.outcome == nil)
        #expect(exchange.failure == .failed(server: 0, .reply(.unreadable), queries: 1))
    }

    @Test(
        "tells the trouble that says most",
        arguments: [
            ([ServerTrouble.silent, .reply(.serverFailure(nil))], 1),
            ([.reply(.refusal(nil)), .reply(.serverFailure(nil))], 1),
            ([.reply(.refusal(nil)), .silent], 0),
            ([.reply(.otherError(rcode: 4)), .reply(.referral)], 1),
            ([.unreachable(errno: 111), .silent], 1),
            ([.silent, .noTCP(errno: 111)], 1),
        ]
    )
    func ranking(troubles: [ServerTrouble], told: Int) {
        let worst = troubles.indices.max { troubles[$0].rank < troubles[$1].rank }
        #expect(worst == told)
    }

    /// How a lossy resolver was dealt with.
    private func answered(of count: Int, loss: Int, seed: Int, servers: [Int]) -> Int {
        var generator = SeededGenerator(seed: seed)
        func isLost() -> Bool { Int.random(in: 0..<100, using: &generator) < loss }
        return (0..<count).count { _ in
            var exchange = Exchange(order: servers, settings: settings, at: start)
            var attempts = exchange.start(at: start)
            while exchange.outcome == nil {
                for attempt in attempts where !isLost() && !isLost() {
                    _ = exchange.receive(.usable, from: attempt.server, over: .udp, at: start)
                }
                attempts = exchange.wake(at: exchange.nextWake)
            }
            if case .answered = exchange.outcome { return true }
            return false
        }
    }

    @Test("gets 99 of 100 answers when 30 % of packets are lost each way", arguments: 0..<20)
    func loss(seed: Int) {
        #expect(answered(of: 1_000, loss: 30, seed: seed, servers: [0]) >= 990)
        #expect(answered(of: 1_000, loss: 30, seed: seed, servers: [0, 1, 2]) >= 990)
    }
}
