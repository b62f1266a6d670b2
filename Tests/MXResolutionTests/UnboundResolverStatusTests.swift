import DNSTestSupport
import Glibc
import MXResolution
import ProbeModel
import Synchronization
import Testing

/// What servers can do to a lookup, and what is told of it; DNSSEC is off here.
@Suite("a lookup", .timeLimit(.minutes(1)))
struct UnboundResolverStatusTests {
    private let question = Question("mail.domain1.test", .a)

    @Test("finds records and aliases, over IPv4 and IPv6", arguments: AddressFamily.allCases)
    func found(family: AddressFamily) async throws {
        let server = try FakeServer(family) { query in
            var builder = query.answer()
            let target = DNSName(text: "host.test")
            builder.answers = [
                .init(query.message.question.name, 5, .name(target)),
                .init(target, 1, .bytes([192, 0, 2, 1])),
            ]
            return query.reply(builder)
        }
        let lookup = await UnboundResolver(.asking(server)).lookup(question)
        #expect(lookup.status == .found)
        #expect(lookup.addresses == [IPAddress(ipv4: 0xc000_0201)])
        #expect(lookup.canonicalName == DNSName(text: "host.test"))
        #expect(lookup.dnssec == .indeterminate)
        #expect(lookup.failure == nil)
    }

    /// One row: a response code, an extended error, and what the lookup says.
    struct Row: Sendable, CustomTestStringConvertible {
        let rcode: UInt16
        var error: (code: UInt16, text: String)?
        let status: LookupStatus
        let message: String?

        var testDescription: String { "RCODE \(rcode), EDE \(error?.code ?? 0)" }
    }

    @Test(
        "tells response codes apart",
        arguments: [
            Row(rcode: 0, status: .noData, message: nil),
            Row(rcode: 3, status: .nxdomain, message: nil),
            Row(rcode: 2, status: .servfail, message: "server failure"),
            Row(
                rcode: 2,
                error: (22, "at delegation domain1.test"),
                status: .servfail,
                message:
                    "server failure: EDE 22 (no reachable authority): at delegation domain1.test"
            ),
            Row(
                rcode: 2,
                error: (6, "no keys have a DS\u{1b}[2J"),
                status: .bogus,
                message: "server failure: EDE 6 (DNSSEC bogus): no keys have a DS\\x1b[2J"
            ),
            Row(rcode: 5, status: .refused, message: "refuses to answer"),
            Row(
                rcode: 5,
                error: (18, ""),
                status: .refused,
                message: "refuses to answer: EDE 18 (prohibited)"
            ),
            Row(rcode: 1, status: .malformed, message: "does not understand the query (RCODE 1)"),
            Row(rcode: 9, status: .malformed, message: "answers with RCODE 9"),
        ]
    )
    func responseCodes(row: Row) async throws {
        let server = try FakeServer { query in
            var builder = query.answer(rcode: row.rcode)
            builder.addEDNS(row.error.map { [$0] } ?? [])
            return query.reply(builder)
        }
        let lookup = await UnboundResolver(.asking(server).impatient).lookup(question)
        #expect(lookup.status == row.status)
        #expect(lookup.failure?.message == row.message)
        #expect(lookup.failure?.server == row.message.map { _ in server.resolver.description })
        #expect(lookup.failure?.extendedErrorCode == row.error?.code)
        #expect(lookup.records.isEmpty)
    }

    @Test("of a silent server times out")
    func silence() async throws {
        let server = try FakeServer { _ in [] }
        let lookup = await UnboundResolver(.asking(server).impatient).lookup(question)
        #expect(lookup.status == .timeout)
        #expect(lookup.failure?.server == server.resolver.description)
        #expect(lookup.failure?.message.hasPrefix("no answer to ") == true)
    }

    @Test("of a closed port finds no resolver", arguments: AddressFamily.allCases)
    func closedPort(family: AddressFamily) async throws {
        let server = try FakeServer(family) { _ in [] }
        server.setOpen(false)
        let lookup = await UnboundResolver(.asking(server).impatient).lookup(question)
        #expect(lookup.status == .noResolver)
        #expect(lookup.failure?.message == "the port is closed")
        #expect(lookup.failure?.server == server.resolver.description)
    }

    @Test("of a server that only points to others is refused")
    func referral() async throws {
        let server = try FakeServer { query in
            var builder = query.answer()
            builder.flags = 0x8100
            builder.authorities = [.init(.root, 2, .name(DNSName(text: "ns.test")))]
            return query.reply(builder)
        }
        let lookup = await UnboundResolver(.asking(server)).lookup(question)
        #expect(lookup.status == .refused)
        #expect(lookup.failure?.message == "does not resolve names for others")
    }

    @Test("passes over what does not answer the query")
    func strays() async throws {
        let server = try FakeServer { query in
            var wrongID = query.address(66)
            wrongID.id ^= 0x0101
            var wrongName = query.address(66)
            wrongName.question = WireQuestion("other.test", 1)
            var wrongType = query.address(66)
            wrongType.question = WireQuestion(name: query.message.question.name, type: 28)
            var noResponse = query.address(66)
            noResponse.flags = 0x0100
            return [wrongID, wrongName, wrongType, noResponse, query.address(1)]
                .map { query.reply($0.build()) } + [query.reply([1, 2, 3])]
        }
        let lookup = await UnboundResolver(.asking(server)).lookup(question)
        #expect(lookup.addresses == [IPAddress(ipv4: 0xc000_0201)])
    }

    @Test("of what cannot be read is malformed")
    func garbage() async throws {
        let server = try FakeServer { query in
            [
                query.reply(
                    MessageBuilder.bigEndian(query.message.id) + [0x81, 0x80, 0, 1, 0, 9]
                )
            ]
        }
        let lookup = await UnboundResolver(.asking(server).impatient).lookup(question)
        #expect(lookup.status == .malformed)
        #expect(lookup.failure?.message == "sends what cannot be read")
    }

    @Test("turns to TCP for a long answer")
    func truncation() async throws {
        let server = try FakeServer { query in
            var builder = query.answer()
            guard query.isTCP else {
                builder.flags |= 0x0200
                return query.reply(builder)
            }
            let name = query.message.question.name
            builder.compresses = false
            builder.answers = (0..<200).map { number in
                let host = DNSName(text: "a-rather-long-name-of-a-host-\(number).domain1.test")
                return .init(name, 15, .bytes([0, UInt8(number)]), .name(host))
            }
            return query.reply(builder)
        }
        let lookup = await UnboundResolver(.asking(server)).lookup(Question("domain1.test", .mx))
        #expect(lookup.status == .found)
        #expect(lookup.mxRecords.count == 200)
        #expect(lookup.mxRecords.map(\.preference) == Array(0..<200))
    }

    @Test("that needs TCP says so when there is none")
    func noTCP() async throws {
        let server = try FakeServer(hasTCP: false) { query in
            var builder = query.answer()
            builder.flags |= 0x0200
            return query.reply(builder)
        }
        let lookup = await UnboundResolver(.asking(server).impatient).lookup(question)
        #expect(lookup.status == .noResolver)
        #expect(
            lookup.failure?.message == "the answer needs TCP, and TCP fails: the port is closed"
        )
    }

    @Test("is repeated without EDNS for old servers", arguments: [true, false])
    func oldServer(sendsHeaderOnly: Bool) async throws {
        let server = try FakeServer { query in
            guard query.message.edns != nil else { return query.reply(query.address()) }
            let error = query.answer(rcode: 1).build()
            guard sendsHeaderOnly else { return [query.reply(error)] }
            return [query.reply(Array(error[..<4]) + [0, 0, 0, 0, 0, 0, 0, 0])]
        }
        #expect(await UnboundResolver(.asking(server)).lookup(question).status == .found)
    }

    @Test("follows an alias that the server leaves open")
    func openAlias() async throws {
        let server = try FakeServer { query in
            let name = query.message.question.name
            var builder = query.answer()
            if name == DNSName(text: "mail.domain1.test") {
                builder.answers = [.init(name, 5, .name(DNSName(text: "host.test")))]
                return query.reply(builder)
            }
            return query.reply(query.address(9))
        }
        let lookup = await UnboundResolver(.asking(server)).lookup(question)
        #expect(lookup.addresses == [IPAddress(ipv4: 0xc000_0209)])
        #expect(lookup.canonicalName == DNSName(text: "host.test"))
    }

    @Test("of aliases that lead in a circle, one message after the other, is malformed")
    func openCircle() async throws {
        let server = try FakeServer { query in
            let name = query.message.question.name
            let isFirst = name == DNSName(text: "mail.domain1.test")
            var builder = query.answer()
            let target = DNSName(text: isFirst ? "b.test" : "mail.domain1.test")
            builder.answers = [.init(name, 5, .name(target))]
            return query.reply(builder)
        }
        let lookup = await UnboundResolver(.asking(server)).lookup(question)
        #expect(lookup.status == .malformed)
        #expect(lookup.failure?.message == "the aliases lead in a circle")
    }
}
