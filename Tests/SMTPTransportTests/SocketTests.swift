import CLinuxSockets
import Glibc
import ProbeModel
import Testing

@testable import SMTPTransport
@testable import Sockets

@Suite struct SocketTests {
    @Test(
        "write an address as system calls want it",
        arguments: [("192.0.2.1", AF_INET, 16), ("2001:db8::1", AF_INET6, 28)]
    )
    func address(_ row: (text: String, family: Int32, length: Int)) throws {
        let address = try #require(IPAddress(row.text))
        let target = SocketAddress(address, port: 2_525)
        #expect(Int(target.length) == row.length)
        let bytes = target.withPointer {
            Array(UnsafeRawBufferPointer(start: $0, count: row.length))
        }
        #expect(Int32(bytes[0]) == row.family)
        #expect(Array(bytes[2..<4]) == [9, 221])
        let offset = address.family == .ipv4 ? 4 : 8
        #expect(Array(bytes[offset..<offset + address.bytes.count]) == address.bytes)
    }

    @Test("know this machine's addresses, and no others")
    func ownAddresses() throws {
        var own = OwnAddresses()
        #expect(own.contains(try #require(IPAddress("127.0.0.1")), now: .now))
        #expect(!own.contains(try #require(IPAddress("192.0.2.77")), now: .now))
    }

    @Test(
        "keep slot, attempt and generation apart",
        arguments: [(0, 0, UInt32(0)), (65_535, 8, 1), (499, 255, .max), (1, 1, 0x8000_0000)]
    )
    func token(_ row: (slot: Int, attempt: Int, generation: UInt32)) {
        let token = EventToken(
            slot: row.slot,
            attempt: row.attempt,
            generation: row.generation
        )
        #expect(token.slot == row.slot)
        #expect(token.attempt == row.attempt)
        #expect(token.generation == row.generation)
        #expect(token != .mailbox)
        #expect(EventToken(bits: token.bits) == token)
    }

    @Test(
        "tell a shortage of this machine from what a peer or a route has said",
        arguments: [
            (Int32(0), false), (EMFILE, true), (ENFILE, true), (ENOBUFS, true), (ENOMEM, true),
            (EAGAIN, true), (ENOSPC, true), (EINTR, false), (ECONNREFUSED, false),
            (ENETUNREACH, false), (EADDRNOTAVAIL, false), (EADDRINUSE, false), (EPERM, false),
        ]
    )
    func shortage(_ row: (code: Int32, isShortage: Bool)) {
        #expect(Shortage.isTold(by: row.code) == row.isShortage)
    }

    @Test(
        "know a route, its absence, and that neither is known",
        arguments: [
            (Int32(0), SystemRoute.exists), (EMFILE, .unknown), (EAGAIN, .unknown),
            (ENETUNREACH, .absent), (EADDRNOTAVAIL, .absent), (EAFNOSUPPORT, .absent),
        ]
    )
    func route(_ row: (code: Int32, route: SystemRoute)) {
        #expect(SystemRoute(errno: row.code) == row.route)
    }

    @Test("ask for a route")
    func askedRoute() throws {
        #expect(SystemRoute(to: try #require(IPAddress("127.0.0.1"))) == .exists)
    }

    @Test("name error numbers", arguments: [(ETIMEDOUT, "ETIMEDOUT"), (99_999, "errno 99999")])
    func errorName(_ row: (code: Int32, name: String)) {
        #expect(SystemError(call: "connect", errno: row.code).name == row.name)
    }

    @Test("limit the hops of a socket for a trace", arguments: [AF_INET, AF_INET6])
    func hopLimit(_ family: Int32) {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        #expect(eq_prepare(descriptor, family, 3) == 0)
        var hops: Int32 = 0
        var length = socklen_t(4)
        let level = Int32(family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6)
        getsockopt(
            descriptor,
            level,
            family == AF_INET ? IP_TTL : IPV6_UNICAST_HOPS,
            &hops,
            &length
        )
        #expect(hops == 3)
        var entry = eq_entry()
        #expect(eq_read(descriptor, &entry) == 0)
        #expect(tcp_retransmits(descriptor) == 0)
    }

    @Test("tell what went wrong with a descriptor that is no socket")
    func notASocket() {
        var entry = eq_entry()
        #expect(eq_prepare(-1, AF_INET, 0) == -1)
        #expect(eq_read(-1, &entry) == -EBADF)
        #expect(tcp_retransmits(-1) == -1)
    }
}
