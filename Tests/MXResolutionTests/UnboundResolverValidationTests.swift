import DNSTestSupport
import MXResolution
import ProbeModel
import Synchronization
import TestSupport
import Testing

/// DNSSEC, judged by libunbound on the answers of a signed zone.
@Suite("validation", .timeLimit(.minutes(1)))
struct UnboundResolverValidationTests {
    private let zone: RecordedZone

    init() throws { zone = try RecordedZone() }

    private func anchors(_ name: String = "test.") throws -> TrustAnchors {
        try #require(zone.anchors[name])
    }

    private func server(_ kind: RecordedZone.Kind = .signed) throws -> FakeServer {
        try FakeServer { [zone] query in [query.reply(zone.answer(query, kind))] }
    }

    @Test(
        "tells secure from insecure, for answers and denials",
        arguments: [
            ("secure.test", RecordType.mx, LookupStatus.found, DNSSECStatus.secure),
            ("mail.secure.test", .a, .found, .secure),
            ("mail.secure.test", .aaaa, .found, .secure),
            ("_25._tcp.mail.secure.test", .tlsa, .found, .secure),
            ("www.secure.test", .a, .found, .secure),
            ("secure.test", .tlsa, .noData, .secure),
            ("absent.secure.test", .a, .nxdomain, .secure),
            ("insecure.test", .mx, .found, .insecure),
            ("mail.insecure.test", .a, .found, .insecure),
        ],
        [".", "test."]
    )
    func verdicts(
        _ row: (name: String, type: RecordType, status: LookupStatus, dnssec: DNSSECStatus),
        anchorName: String
    ) async throws {
        let server = try server()
        let resolver = UnboundResolver(.asking(server, anchors: try anchors(anchorName)))
        let lookup = await resolver.lookup(Question(row.name, row.type))
        #expect(lookup.status == row.status)
        #expect(lookup.dnssec == row.dnssec)
        #expect(lookup.records.isEmpty == (row.status != .found))
        #expect(lookup.failure == nil)
        #expect(resolver.validation == .on)
        #expect(await !resolver.stripsDNSSEC)
        if row.name == "www.secure.test" {
            #expect(lookup.canonicalName == DNSName(text: "mail.secure.test"))
        }
    }

    @Test("finds a changed record bogus, and gives no record of it")
    func bogus() async throws {
        let server = try FakeServer { [zone] query in
            (try? zone.tampered(query)).map { [query.reply($0)] } ?? []
        }
        let resolver = UnboundResolver(.asking(server, anchors: try anchors()))
        let lookup = await resolver.lookup(Question("secure.test", .mx))
        #expect(lookup.status == .bogus)
        #expect(lookup.dnssec == .bogus)
        #expect(lookup.records.isEmpty)
        #expect(lookup.failure?.server == server.resolver.description)
        #expect(lookup.failure?.message.contains("signature verification failed") == true)
        #expect(lookup.failure?.message.contains("127.0.0.1") == false)
        // What is not touched is still good.
        #expect(await resolver.lookup(Question("mail.secure.test", .a)).dnssec == .secure)
    }

    @Test("believes a resolver that validates and says why it fails")
    func upstreamBogus() async throws {
        let server = try FakeServer { [zone] query in
            guard query.message.question.type == RecordType.mx.rawValue else {
                return [query.reply(zone.answer(query, .signed))]
            }
            var builder = query.answer(rcode: 2)
            builder.addEDNS([(7, "")])
            return query.reply(builder)
        }
        let resolver = UnboundResolver(.asking(server, anchors: try anchors()))
        let lookup = await resolver.lookup(Question("secure.test", .mx))
        #expect(lookup.status == .bogus)
        #expect(lookup.failure?.message == "server failure: EDE 7 (signature expired)")
    }

    @Test("is given up where the resolver strips signatures", arguments: ["secure", "insecure"])
    func stripped(label: String) async throws {
        let server = try server(.stripped)
        let resolver = UnboundResolver(.asking(server, anchors: try anchors()))
        let lookup = await resolver.lookup(Question("\(label).test", .mx))
        #expect(lookup.status == .found)
        #expect(lookup.dnssec == .indeterminate)
        #expect(await resolver.stripsDNSSEC)
        #expect(resolver.validation == .stripped(server: server.resolver.description))
        let later = await resolver.lookup(Question("mail.\(label).test", .a))
        #expect(later.status == .found)
        #expect(later.dnssec == .indeterminate)
    }

    @Test(
        "rests on the resolver that passes signatures on, whichever comes first",
        arguments: [0, 1]
    )
    func oneStrips(place: Int) async throws {
        let stripping = try server(.stripped)
        let good = try server()
        let servers =
            place == 0 ? [stripping.resolver, good.resolver] : [good.resolver, stripping.resolver]
        let resolver = UnboundResolver(.asking(servers, anchors: try anchors()))
        #expect(await resolver.lookup(Question("secure.test", .mx)).dnssec == .secure)
        #expect(resolver.validation == .on)
    }

    @Test("does without a second resolver that is dead when the first strips signatures")
    func strippingAndDead() async throws {
        let stripping = try server(.stripped)
        let dead = try FakeServer { _ in [] }
        let resolver = UnboundResolver(.asking(stripping, dead, anchors: try anchors()))
        for name in ["secure.test", "insecure.test"] {
            let lookup = await resolver.lookup(Question(name, .mx))
            #expect(lookup.status == .found)
            #expect(lookup.dnssec == .indeterminate)
        }
        #expect(await resolver.stripsDNSSEC)
    }

    @Test("is given up where the keys alone are not answered")
    func silentKeys() async throws {
        let server = try FakeServer { [zone] query in
            let isKey = query.message.question.type == RecordType.dnskey.rawValue
            return isKey ? [] : [query.reply(zone.answer(query, .signed))]
        }
        let settings = ResolverSettings.asking(server, anchors: try anchors()).impatient
        let resolver = UnboundResolver(settings)
        let lookup = await resolver.lookup(Question("secure.test", .mx))
        #expect(lookup.status == .found)
        #expect(lookup.dnssec == .indeterminate)
        // The next lookup may come before the last try about the keys is over, but not long.
        #expect(await resolver.lookup(Question("mail.secure.test", .a)).status == .found)
        guard case .noKeys(let failure) = resolver.validation else {
            Issue.record("\(resolver.validation)")
            return
        }
        #expect(failure.message.hasPrefix("no answer to "))
    }

    @Test("is given up where the keys are not to be had")
    func noKeys() async throws {
        let server = try FakeServer { [zone] query in
            guard query.message.question.type == RecordType.dnskey.rawValue else {
                return [query.reply(zone.answer(query, .signed))]
            }
            return query.reply(query.answer(rcode: 2))
        }
        let resolver = UnboundResolver(.asking(server, anchors: try anchors()))
        let lookup = await resolver.lookup(Question("secure.test", .mx))
        #expect(lookup.status == .found)
        #expect(lookup.dnssec == .indeterminate)
        let failure = LookupFailure(
            server: server.resolver.description,
            message: "server failure"
        )
        #expect(resolver.validation == .noKeys(failure))
        #expect(await !resolver.stripsDNSSEC)
    }

    @Test("that lacks an answer of the chain proves nothing")
    func silentChain() async throws {
        let server = try FakeServer { [zone] query in
            let question = query.message.question
            let isChain = question.name == DNSName(text: "secure.test") && question.type != 15
            return isChain ? [] : [query.reply(zone.answer(query, .signed))]
        }
        let settings = ResolverSettings.asking(server, anchors: try anchors()).impatient
        let resolver = UnboundResolver(settings)
        let lookup = await resolver.lookup(Question("secure.test", .mx))
        #expect(lookup.status == .found)
        #expect(lookup.dnssec == .indeterminate)
        // The rest of the tree is judged as before.
        #expect(await resolver.lookup(Question("insecure.test", .mx)).dnssec == .insecure)
    }

    @Test("does not reach private names below a signed root")
    func privateName() async throws {
        let server = try FakeServer { [zone] query in
            let question = query.message.question
            guard question.type == 1 else { return [query.reply(zone.answer(query, .signed))] }
            return query.reply(query.address())
        }
        let resolver = UnboundResolver(.asking(server, anchors: try anchors(".")))
        let lookup = await resolver.lookup(Question("mail.lan", .a))
        #expect(lookup.status == .found)
        #expect(lookup.dnssec == .indeterminate)
        // Near miss: an unsigned answer below a signed zone is forged.
        #expect(await resolver.lookup(Question("mail.secure.test", .a)).status == .bogus)
    }

    @Test("does not reach names beside the trust anchor")
    func outside() async throws {
        let server = try FakeServer { query in query.reply(query.address()) }
        let resolver = UnboundResolver(.asking(server, anchors: try anchors()))
        let lookup = await resolver.lookup(Question("mail.example", .a))
        #expect(lookup.status == .found)
        #expect(lookup.dnssec == .indeterminate)
        #expect(resolver.validation == .undecided)
    }

    @Test("is told to be off, or to lack its anchor")
    func off() async throws {
        let server = try server()
        let without = UnboundResolver(.asking(server))
        #expect(without.validation == .off)
        #expect(await without.lookup(Question("secure.test", .mx)).dnssec == .indeterminate)
        for text in [nil, "", "; only a comment\n", "test. IN A 192.0.2.1\n"] {
            let file = TemporaryFile(text ?? "")
            var settings = ResolverSettings.asking(server)
            settings.validatesDNSSEC = true
            settings.trustAnchorPath = text == nil ? "/nonexistent" : file.path
            let resolver = UnboundResolver(settings)
            #expect(resolver.validation == .noTrustAnchor(path: settings.trustAnchorPath))
            #expect(await resolver.lookup(Question("secure.test", .mx)).dnssec == .indeterminate)
            withExtendedLifetime(file) {}
        }
    }

    /// What a verdict needs, as names and types.
    private static let needs: [(question: Question, anchor: String, needed: Set<WireQuestion>)] = [
        (
            Question("secure.test", .mx), "test.",
            [
                WireQuestion("test", 48), WireQuestion("secure.test", 43),
                WireQuestion("secure.test", 48), WireQuestion("secure.test", 15),
            ]
        ),
        (
            Question("mail.secure.test", .a), ".",
            [
                WireQuestion("", 48), WireQuestion("test", 43), WireQuestion("test", 48),
                WireQuestion("secure.test", 43), WireQuestion("secure.test", 48),
                WireQuestion("mail.secure.test", 1),
            ]
        ),
        (
            Question("insecure.test", .mx), ".",
            [
                WireQuestion("", 48), WireQuestion("test", 43), WireQuestion("test", 48),
                WireQuestion("insecure.test", 43), WireQuestion("insecure.test", 48),
                WireQuestion("insecure.test", 15),
            ]
        ),
    ]

    @Test("is given up where libunbound does not take the anchor")
    func brokenAnchor() async throws {
        let server = try server()
        let anchors = try #require(TrustAnchors(text: Array("test. DS 1 13 2 abc".utf8)))
        let resolver = UnboundResolver(.asking(server, anchors: anchors))
        for name in ["secure.test", "insecure.test"] {
            let lookup = await resolver.lookup(Question(name, .mx))
            #expect(lookup.status == .found)
            #expect(lookup.dnssec == .indeterminate)
        }
        #expect(resolver.validation == .noValidator)
    }

    @Test("costs one round trip: the keys are asked for beside the question", arguments: 0..<3)
    func roundTrips(row: Int) async throws {
        // The server answers nobody until all that the verdict needs has been asked for.
        let (question, anchor, needed) = Self.needs[row]
        let held = Mutex<[FakeServer.Response]>([])
        let seen = Mutex<Set<WireQuestion>>([])
        let server = try FakeServer { [zone] query in
            let isComplete = seen.withLock { seen in
                seen.insert(query.message.question)
                return seen.isSuperset(of: needed)
            }
            return held.withLock { held in
                held.append(query.reply(zone.answer(query, .signed)))
                guard isComplete else { return [] }
                defer { held = [] }
                return held
            }
        }
        let resolver = UnboundResolver(.asking(server, anchors: try anchors(anchor)))
        let lookup = await resolver.lookup(question)
        #expect(lookup.status == .found)
        #expect(lookup.dnssec == (row == 2 ? .insecure : .secure))
        #expect(seen.withLock { $0 } == needed)
    }

    @Test("holds when the resolver loses 30 % of the queries", arguments: 1...2)
    func loss(seed: Int) async throws {
        let generator = Mutex(SeededGenerator(seed: seed))
        let server = try FakeServer { [zone] query in
            let isLost = generator.withLock { Int.random(in: 0..<100, using: &$0) < 30 }
            return isLost ? [] : [query.reply(zone.answer(query, .signed))]
        }
        let anchors = try anchors()
        // Fifty runs, each with nothing remembered and two lookups.
        let secure = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let resolver = UnboundResolver(.asking(server, anchors: anchors))
                    let mx = await resolver.lookup(Question("secure.test", .mx))
                    let tlsa = await resolver.lookup(Question("_25._tcp.mail.secure.test", .tlsa))
                    return [mx, tlsa].count { $0.status == .found && $0.dnssec == .secure }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(secure >= 99)
    }
}
