import ProbeEngine
import ProbeModel
import Testing

@Suite("Sessions shared within a run", .timeLimit(.minutes(1)))
struct ProbeLedgerTests {
    private func request(
        _ host: String = "20.0.0.1",
        _ port: UInt16 = 25,
        for domain: String? = nil
    ) throws -> ProbeRequest {
        let endpoint = Endpoint(address: try address(host), port: port)
        return ProbeRequest(
            endpoint: endpoint,
            hostName: nil,
            plan: SessionPlan(
                ehloName: "backup.test",
                tlsMode: endpoint.tlsMode,
                acceptanceDomain: try domain.map { try name($0) }
            )
        )
    }

    /// Asks for a session and notes its events.
    private func observe(
        _ ledger: ProbeLedger,
        _ request: ProbeRequest
    ) -> Watched<[ProbeLedger.Event]> {
        let events = Watched<[ProbeLedger.Event]>([])
        ledger.observe(request) { event in events.change { $0.append(event) } }
        return events
    }

    private func outcome(_ events: Watched<[ProbeLedger.Event]>) async -> Outcome? {
        await events.wait { $0.contains { $0 != .connected } }
        guard case .finished(let seen) = events.value.last else { return nil }
        return seen.outcome
    }

    @Test func equalRequestsAreCarriedOutOnce() async throws {
        let prober = FakeProber { _, _ in Script.ends(.ready) }
        let ledger = ProbeLedger(prober: prober)
        let all = try (0..<5).map { _ in observe(ledger, try request(for: "domain1.test")) }
        for events in all { #expect(await outcome(events) == .ready) }
        #expect(prober.log.value.requests.count == 1)
        let late = observe(ledger, try request(for: "domain1.test"))
        #expect(late.value.count == 1, "a late joiner gets the end at once")
        #expect(prober.log.value.requests.count == 1)
    }

    /// A run about a million domains must not remember all it ever saw; who is forgotten is asked again.
    @Test func whatNobodyAskedForInALongTimeIsForgotten() async throws {
        let prober = FakeProber { _, _ in Script.ends(.ready) }
        let ledger = ProbeLedger(prober: prober, maximumResults: 4)
        for host in 1...6 {
            #expect(await outcome(observe(ledger, try request("20.0.0.\(host)"))) == .ready)
        }
        #expect(await outcome(observe(ledger, try request("20.0.0.6"))) == .ready)
        #expect(prober.log.value.requests.count == 6)
        #expect(await outcome(observe(ledger, try request("20.0.0.1"))) == .ready)
        #expect(prober.log.value.requests.count == 7)
    }

    /// Two domains at one address, each with names and TLSA records of its own.
    private static let askers:
        [(host: String, record: String?, verified: Bool, dane: DANEVerdict?)] = [
            ("mail.a.test", nil, true, nil), ("mail.a.test", "mail.a.test", true, .verified),
            ("mail.a.test", "mail.x.test", true, .mismatch), ("mail.b.test", nil, true, nil),
            ("mail.b.test", "mail.b.test", true, .verified), ("mail.c.test", nil, false, nil),
        ]

    @Test("each asker's names and records judge the one session", arguments: 0..<6, 0..<6)
    func certificates(_ first: Int, _ second: Int) async throws {
        let prober = FakeProber { _, _ in
            var script = Script.ends(.ready)
            script.change = { $0.certify(["mail.a.test", "mail.b.test"]) }
            return script
        }
        let ledger = ProbeLedger(prober: prober)
        let asks = try [first, second].map { index in
            var request = try request()
            let asker = Self.askers[index]
            request.hostName = try name(asker.host)
            request.tlsaRecords =
                asker.record.map {
                    [TLSARecord(usage: 3, selector: 1, matchingType: 1, data: Array($0.utf8))]
                } ?? []
            return request
        }
        _ = await outcome(observe(ledger, asks[0]))
        let events = observe(ledger, asks[1])
        _ = await outcome(events)
        guard case .finished(let seen) = events.value.last, first != second else { return }
        let asker = Self.askers[second]
        let isForeign = asks[0].hostName != asks[1].hostName
        let tls = try #require(seen.tls)
        // With another name in SNI another certificate might be shown, which only a session can tell.
        if asker.dane == .mismatch, isForeign {
            #expect(prober.log.value.requests == asks)
        } else {
            #expect(tls.verified == asker.verified)
            #expect(tls.dane == asker.dane)
            #expect(prober.log.value.requests.count == 1)
        }
    }

    @Test func aLateJoinerHearsOfTheConnection() async throws {
        let release = Watched(false)
        let prober = FakeProber { _, _ in Script(ending: .released(release)) }
        let ledger = ProbeLedger(prober: prober)
        let first = observe(ledger, try request())
        await first.wait { $0 == [.connected] }
        let late = observe(ledger, try request())
        #expect(late.value == [.connected])
        release.change { $0 = true }
        #expect(await outcome(first) == .ready)
        #expect(await outcome(late) == .ready)
        #expect(late.value.count == 2)
    }

    @Test func sessionsWithPort25OfAnAddressNeverOverlap() async throws {
        let release = Watched(false)
        let prober = FakeProber { _, number in
            number == 0 ? Script(ending: .released(release)) : .ends(.ready)
        }
        let ledger = ProbeLedger(prober: prober)
        let all = try (0..<20).map { observe(ledger, try request(for: "domain\($0).test")) }
        await prober.log.wait { $0.requests.count == 1 }
        // Time for whoever would not wait; there is nothing to wait for when all do.
        for _ in 0..<1_000 { await Task.yield() }
        #expect(prober.log.value.requests.count == 1)
        release.change { $0 = true }
        for events in all { #expect(await outcome(events) == .ready) }
        #expect(prober.log.value.requests.count == 20)
        #expect(prober.log.value.mostAtOnce.values.max() == 1)
        let order = try (0..<20).map { try name("domain\($0).test") }
        #expect(prober.log.value.requests.map(\.plan.acceptanceDomain) == order)
    }

    @Test func otherAddressesAndPortsDoNotWait() async throws {
        let prober = FakeProber { _, _ in Script(ending: .cancelled) }
        let ledger = ProbeLedger(prober: prober)
        let all = try [
            observe(ledger, request()), observe(ledger, request("20.0.0.2")),
            observe(ledger, request(port: 587, for: "a.test")),
            observe(ledger, request(port: 587, for: "b.test")),
        ]
        for events in all { await events.wait { $0 == [.connected] } }
        ledger.close()
        for events in all { #expect(await outcome(events) == .ready) }
    }

    private func request(port: UInt16, for domain: String) throws -> ProbeRequest {
        try request("20.0.0.1", port, for: domain)
    }

    @Test func cuttingEndsASession() async throws {
        let prober = FakeProber { _, _ in .silence }
        let ledger = ProbeLedger(prober: prober)
        let events = observe(ledger, try request())
        await prober.log.wait { $0.requests.count == 1 }
        ledger.cut(try request())
        #expect(await outcome(events) == .timeout)
        ledger.cut(try request("20.0.0.7"))
    }

    @Test func aHeldSessionIsCutOnlyByWhoHoldsIt() async throws {
        let release = Watched(false)
        let prober = FakeProber { _, _ in
            FakeProber.Script(connects: false, ending: .released(release)) {
                if Task.isCancelled { $0.outcome = .interrupted }
            }
        }
        let ledger = ProbeLedger(prober: prober)
        let shared = observe(ledger, try request())
        ledger.observe(try request(), holds: true) { _ in }
        ledger.observe(try request(), holds: true) { _ in }
        await prober.log.wait { $0.requests.count == 1 }
        ledger.cut(try request())
        ledger.cut(try request(), held: true)
        release.change { $0 = true }
        #expect(await outcome(shared) == .ready)
    }

    @Test func aSessionThatNobodyHoldsAnyMoreIsCut() async throws {
        let prober = FakeProber { _, _ in .silence }
        let ledger = ProbeLedger(prober: prober)
        let events = observe(ledger, try request())
        ledger.observe(try request(), holds: true) { _ in }
        ledger.cut(try request(), held: true)
        #expect(await outcome(events) == .timeout)
    }

    @Test func closingEndsWhatIsUnderWayAndBeginsNothing() async throws {
        let prober = FakeProber { _, _ in .hush }
        let ledger = ProbeLedger(prober: prober)
        let running = observe(ledger, try request())
        let waiting = observe(ledger, try request(for: "domain1.test"))
        await prober.log.wait { $0.requests.count == 1 }
        ledger.close()
        #expect(await outcome(running) == .interrupted)
        #expect(await outcome(waiting) == .interrupted)
        let late = observe(ledger, try request("20.0.0.2"))
        #expect(await outcome(late) == .interrupted)
        let endpoint = try request("20.0.0.2").endpoint
        #expect(prober.log.value.count(endpoint) == 0)
    }

    private typealias Script = FakeProber.Script
}
