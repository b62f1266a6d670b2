import AlertPolicy
import InternationalNames
import ProbeEngine
import ProbeModel
import Settings
import StateStore
import WebhookDelivery

/// One health check: observed, counted, remembered and told.
struct CheckWork: Sendable {
    /// The share of a run's time that is kept for telling, so that a check that uses up its time still tells of it.
    private static let shareForTelling = 4

    /// The longest time that is kept for telling: one request takes no longer.
    private static let longestForTelling = DeliveryOptions.defaultTotalTimeout

    let setup: RunSetup
    private let settings: Settings
    let memory: RunMemory
    private let tellsNobody: Bool
    let startedAt = Timestamp.now
    let sender = WebhookSender(version: Version.current)
    private let sending: WebhookSending
    private let heartbeat: HeartbeatPing?
    private let started: Task<Void, Never>

    /// Creates the work of one run.
    ///
    /// - Parameters:
    ///   - setup: What observes and judges.
    ///   - settings: What the configuration says.
    ///   - memory: What is remembered of earlier runs.
    ///   - tellsNobody: Whether the run is only remembered.
    init(setup: RunSetup, settings: Settings, memory: RunMemory, tellsNobody: Bool) {
        self.setup = setup
        self.settings = settings
        self.memory = memory
        self.tellsNobody = tellsNobody
        sending = WebhookSending(sender: sender, deadline: setup.start + setup.timeout)
        heartbeat =
            tellsNobody
            ? nil : HeartbeatPing(settings.heartbeat, sending: sending, memory: memory)
        started = Task { [heartbeat] in await heartbeat?.start() }
    }

    /// Observes and judges the domains, and remembers what that changes.
    func run(_ domains: CheckDomains) async -> DiagnosisReport {
        let report = await setup.diagnose(
            domains.names.map { Target.domain($0.name) },
            limit: timeForProbing,
            recall: { [memory] in await memory.sessions(with: $0) },
            onInterruption: { [sender] in sender.shutDown() }
        )
        let repair = await repair(alerts.run)
        let decision = await repair?.decide(report) ?? TransportDecision()
        let isRemembered = await alerts.commit(
            RunFindings(report, at: startedAt),
            retires: domains.isWhole,
            transport: decision
        )
        // What is not remembered beforehand could not be told from a person's change afterwards.
        if isRemembered { await repair?.carryOut(decision, report, alerts) }
        return report
    }

    /// What counts and remembers what the run finds.
    var alerts: RunAlerts {
        RunAlerts(
            settings: settings,
            memory: memory,
            run: RunMark(
                id: setup.id,
                time: startedAt,
                host: setup.hostname,
                localTime: Timestamp.local(startedAt)
            ),
            counts: !tellsNobody
        )
    }

    private func repair(_ run: RunMark) async -> TransportRepair? {
        guard !tellsNobody else { return nil }
        return await TransportRepair(
            postfix: setup.postfix,
            settings: settings,
            memory: memory,
            run: run
        )
    }

    /// Delivers what is due, pings the heartbeat, and removes what is too old.
    ///
    /// - Parameters:
    ///   - severity: The worst that the run found.
    ///   - summary: What it found, for a person.
    ///   - isQuiet: Whether it is not told that something is to be tried again.
    func tell(_ severity: Severity, summary: String, isQuiet: Bool) async {
        if !tellsNobody {
            async let pinged: Void = ping(severity, summary)
            await deliver(isQuiet: isQuiet)
            await pinged
        }
        let now = Timestamp.now
        let retention = settings.state.retention.components.seconds
        _ = await memory.attempt { store throws(StateStoreError) in
            try store.forget(before: now - retention, now: now)
        }
        sender.shutDown()
    }

    /// The end is told after the start, in whose place it would be taken for a run that hangs.
    private func ping(_ severity: Severity, _ summary: String) async {
        await started.value
        await heartbeat?.end(severity, summary: summary)
    }

    private func deliver(isQuiet: Bool) async {
        let names = settings.webhooks.map(\.name)
        let now = Timestamp.now
        _ = await memory.attempt { store throws(StateStoreError) in
            try store.abandon(allBut: names, at: now)
        }
        let delivery = OutboxDelivery(
            memory: memory,
            webhooks: settings.webhooks,
            sending: sending
        )
        for attempt in await delivery.deliver() {
            switch attempt.decision {
            case .delivered: break
            case .retry: if !isQuiet { Console.warn(attempt.sentence) }
            case .refused, .givenUp, .disabled: Console.warn(attempt.sentence)
            }
        }
    }

    /// How long the run may look before it has to tell.
    var timeForProbing: Duration {
        guard !tellsNobody, !settings.webhooks.isEmpty || heartbeat != nil else {
            return setup.timeout
        }
        return setup.timeout - min(setup.timeout / Self.shareForTelling, Self.longestForTelling)
    }
}
