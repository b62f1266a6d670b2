import ProbeEngine
import ProbeModel
import Testing

@Suite("Asking in the name of the user that runs Postfix", .timeLimit(.minutes(1)))
struct MailOwnerTests {
    private static let mail = "20.0.0.1"
    private static let owner = SystemUser(uid: 101, gid: 103)

    private struct Run {
        let seen: DomainObservation
        let asked: [ProbeRequest]
    }

    /// Observes a domain whose one host says `own` to us and `other` to Postfix's user.
    private func run(
        _ own: Outcome,
        _ other: Outcome = .ready,
        owner: SystemUser? = owner,
        report: EgressReport
    ) async throws -> Run {
        var world = try EgressWorld()
        world.settings.controlUse = .never
        try world.zone.mx("domain1.test", [(10, "mail.domain1.test")])
        try world.zone.host("mail.domain1.test", [Self.mail])
        let prober = FakeProber { request, _ in
            .ends(request.endpoint.port == 25 ? request.user == nil ? own : other : .ready)
        }
        let engine = DiagnosisEngine(
            resolver: FakeResolver(world.zone.table),
            prober: prober,
            tracer: FakeTracer(),
            facts: FakeFacts(owner: owner),
            identity: LocalIdentity(names: [], addresses: [], usableFamilies: [.ipv4]),
            settings: world.settings,
            clock: VirtualClock(),
            now: { 0 }
        )
        let target = Target.domain(try name("domain1.test"))
        let first = await engine.observe(target)
        let seen = await engine.askAsMailOwner(first, of: target, egress: [report])
        return Run(seen: seen, asked: prober.log.value.requests.filter { $0.user != nil })
    }

    private func report(
        _ family: AddressFamily = .ipv4,
        verdict: EgressVerdict = .open,
        passes: Bool = true
    ) -> EgressReport {
        EgressReport(
            family: family,
            verdict: verdict,
            evidence: passes ? [Evidence(.mailOwnerPasses, "passes")] : []
        )
    }

    @Test(
        "takes the place of what was stopped here",
        arguments: [(Outcome.ready, Outcome.ready), (.timeout, .timeout), (.rejected, .rejected)]
    )
    func replaces(_ answer: Outcome, _ outcome: Outcome) async throws {
        let run = try await run(.deniedLocally, answer, report: report())
        let smtp = run.seen.probes.filter { $0.endpoint.port == 25 }
        #expect(smtp.map(\.outcome) == [outcome])
        #expect(smtp.map(\.isAsMailOwner) == [true])
        #expect(run.asked.map(\.user) == [Self.owner])
        #expect(run.asked.map(\.endpoint.port) == [25])
        #expect(try run.asked.map(\.hostName) == [name("mail.domain1.test")])
    }

    @Test("an end of the run leaves what was seen before")
    func interrupted() async throws {
        let run = try await run(.deniedLocally, .interrupted, report: report())
        let smtp = run.seen.probes.filter { $0.endpoint.port == 25 }
        #expect(smtp.map(\.outcome) == [.deniedLocally])
        #expect(smtp.map(\.isAsMailOwner) == [false])
    }

    @Test("asks nobody without need")
    func spares() async throws {
        let cases: [(Outcome, EgressReport, SystemUser?)] = [
            (.ready, report(), Self.owner),
            (.deniedLocally, report(.ipv6), Self.owner),
            (.deniedLocally, report(passes: false), Self.owner),
            (.deniedLocally, report(verdict: .locallyBlocked), Self.owner),
            (.deniedLocally, report(), nil),
        ]
        for (outcome, report, owner) in cases {
            let run = try await run(outcome, owner: owner, report: report)
            #expect(run.asked.isEmpty, "\(outcome) \(report)")
        }
    }
}
