import DNSTestSupport
import Glibc
import ProbeModel
import TestSupport
import Testing

@testable import MXResolution

/// The sockets that questions share: how long, how many, and whose an answer or an error is.
@Suite("the pool of sockets", .timeLimit(.minutes(1)))
struct DatagramPoolTests {
    private let now = ContinuousClock.now
    private let attempt = Exchange.Attempt(server: 0, transport: .udp, usesEDNS: true)
    private let poller = Poller(descriptor: Poller.makeDescriptor())

    private func pool(_ server: FakeServer, maximumSockets: Int) -> DatagramPool {
        DatagramPool(servers: [server.resolver], maximumSockets: maximumSockets, poller: poller) {
            _,
            _ in
        }
    }

    private func exchange(_ name: String) -> ActiveExchange {
        ActiveExchange(
            key: .init(question: WireQuestion(name, 1), wantsSignatures: false),
            exchange: Exchange(order: [0], settings: ResolverSettings(), at: now),
            completions: []
        )
    }

    /// What the next datagrams that come at a socket are.
    private func readings(_ count: Int, _ socket: DatagramSocket) -> [DatagramSocket.Reading] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        return (0..<count).map { _ in
            var polled = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, 30_000)
            return socket.receive(into: &buffer)
        }
    }

    @Test("uses sockets again, and draws among several")
    func reuse() throws {
        let server = try FakeServer { _ in [] }
        let pool = pool(server, maximumSockets: 8)
        var seen: Set<ObjectIdentifier> = []
        for _ in 0..<1_000 { seen.insert(ObjectIdentifier(try pool.socket(to: 0, at: now))) }
        #expect((2...4).contains(seen.count))
        #expect(pool.count == seen.count)
        pool.close()
        #expect(pool.count == 0)
    }

    @Test(
        "retires a socket that is old, or has sent its share, and closes it when nothing is awaited"
    )
    func retirement() throws {
        let server = try FakeServer { _ in [] }
        let pool = pool(server, maximumSockets: 2)
        let old = try pool.socket(to: 0, at: now)
        #expect(try pool.socket(to: 0, at: now + DatagramPool.lifetime - .seconds(1)) === old)
        let worn = try pool.socket(to: 0, at: now + DatagramPool.lifetime)
        #expect(worn !== old)
        #expect(old.isClosed)
        let exchange = exchange("host.test")
        var ids: Set<UInt16> = []
        for _ in 0..<DatagramPool.queriesPerSocket {
            #expect(try pool.socket(to: 0, at: now) === worn)
            ids.insert(try worn.send(attempt, of: exchange).get())
        }
        #expect(ids.count == DatagramPool.queriesPerSocket)
        #expect(try pool.socket(to: 0, at: now) !== worn)
        #expect(worn.isRetired && !worn.isClosed)
        for id in ids { worn.forget(id) }
        pool.release(worn)
        #expect(worn.isClosed)
        #expect(pool.count == 1)
    }

    @Test("keeps to its number of sockets when nothing is ever answered", arguments: [2, 6, 16])
    func bound(maximumSockets: Int) throws {
        let server = try FakeServer { _ in [] }
        let pool = pool(server, maximumSockets: maximumSockets)
        let exchange = exchange("host.test")
        for number in 0..<200 {
            let later = now + DatagramPool.lifetime * number
            _ = try pool.socket(to: 0, at: later).send(attempt, of: exchange).get()
            #expect(pool.count <= maximumSockets)
        }
        pool.close()
    }

    @Test("takes no answer that is late, or to another number or question")
    func strays() throws {
        let server = try FakeServer { query in
            var wrongID = query.address(66)
            wrongID.id ^= 0x0101
            var wrongName = query.address(66)
            wrongName.question = WireQuestion("other.test", 1)
            return [wrongID, wrongName, query.address()].map { query.reply($0.build()) }
        }
        let socket = try pool(server, maximumSockets: 2).socket(to: 0, at: now)
        let late = try socket.send(attempt, of: exchange("late.test")).get()
        socket.forget(late)
        for reading in readings(3, socket) {
            guard case .stray = reading else {
                Issue.record("took an answer that nobody awaits")
                continue
            }
        }
        let awaited = exchange("host.test")
        _ = try socket.send(attempt, of: awaited).get()
        let read = readings(3, socket)
        for reading in read.dropLast() {
            guard case .stray = reading else {
                Issue.record("took what answers another query")
                continue
            }
        }
        guard case .arrival(let arrival) = read.last, case .message(let message) = arrival.event
        else {
            Issue.record("did not take the answer")
            return
        }
        #expect(arrival.exchange === awaited)
        #expect(message.question == awaited.key.question)
    }

    @Test("tells an error to the question that it is about", arguments: AddressFamily.allCases)
    func errors(family: AddressFamily) throws {
        let server = try FakeServer(family) { _ in [] }
        server.setOpen(false)
        let socket = try pool(server, maximumSockets: 2).socket(to: 0, at: now)
        let exchanges = ["first.test", "gone.test", "last.test"].map(exchange)
        // Each datagram is rejected at once, and the next call is told of it.
        let ids = try exchanges.map { try socket.send(attempt, of: $0).get() }
        socket.forget(ids[1])
        let arrivals = socket.takeErrors()
        #expect(arrivals.count == 2)
        #expect(arrivals.first?.exchange === exchanges[0])
        #expect(arrivals.last?.exchange === exchanges[2])
        for arrival in arrivals {
            guard case .failure(errno: ECONNREFUSED) = arrival.event else {
                Issue.record("not the error of a closed port")
                continue
            }
        }
        #expect(socket.failures(EHOSTUNREACH).count == 2)
    }
}
