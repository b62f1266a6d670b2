import Diagnosis
import InternationalNames
import LocalMachine
import MXResolution
import PathTrace
import PostfixModel
import PostfixSystem
import ProbeEngine
import ProbeModel
import SMTPTransport
import Settings
import TransportMap

/// One run, wired from the configuration and the options: the one place that knows every edge.
struct RunSetup {
    /// How many domains are observed at once at least; their lookups and sessions have limits of their own.
    static let domainsInFlight = 100

    /// How many sessions may be under way, as far as this process may open sockets.
    let concurrency: Int

    /// Observes.
    let engine: DiagnosisEngine
    let prober: SMTPProber
    /// The longest that the whole run may take.
    let timeout: Duration
    let relays: [DomainName]
    /// Those of the relays that were named on the command line.
    private let askedRelays: [DomainName]
    let startedAt = Timestamp.rfc3339()
    /// When the run began.
    let start = ContinuousClock.now
    let id = RunID.make()
    let hostname = LocalMachine.hostname
    private let style: TransportStyle
    let firewall: any FirewallReading = KernelFirewall()

    /// This machine's Postfix; `nil` where there is none, or it is to be ignored.
    let postfix: PostfixHere?

    /// Reads the configuration, lets the options override it, and starts the edges.
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - settings: What the configuration says; read where it is left out.
    ///   - style: The form of the entries that are recommended; the configuration's where it is left out.
    ///   - ignoresPostfix: Whether this machine's Postfix is not looked at.
    ///   - isBulk: Whether it is about a file of domains, which may be many, and other people's.
    ///   - known: This machine's Postfix, where it has been read already: a large table costs time and memory.
    /// - Throws: ``CommandFailure`` for options and configurations that make no sense.
    init(
        _ options: SharedOptions,
        settings: Settings? = nil,
        style: TransportStyle? = nil,
        ignoresPostfix: Bool = false,
        isBulk: Bool = false,
        postfix known: PostfixHere? = nil
    ) async throws {
        let settings = try settings ?? SettingsReading.load(options)
        let overridden = try OptionOverrides.apply(options, to: settings, isBulk: isBulk)
        self.style = style ?? settings.transport.style.transportStyle
        if let known {
            postfix = known
        } else {
            postfix =
                ignoresPostfix
                ? nil : try await PostfixChoice.optional(options.postfix.postfixConfig, settings)
        }
        timeout = overridden.timeout
        let room = DescriptorRoom(
            limit: DescriptorRoom.raiseLimit(),
            sessions: overridden.concurrency
        )
        concurrency = room.sessions
        if isBulk, let notice = room.notice { Console.warn(notice) }
        relays = overridden.relays
        askedRelays = options.relay.isEmpty ? [] : overridden.relays
        prober = SMTPProber(
            settings: ProberSettings(
                maximumSessions: room.sessions,
                admission: overridden.admission
            ),
            onShortage: { Console.warn(ShortageNotice.text($0)) }
        )
        var resolver = overridden.resolver.settings
        resolver.maximumExchanges = room.exchanges
        resolver.maximumSockets = room.sockets
        engine = DiagnosisEngine(
            resolver: UnboundResolver(resolver),
            prober: prober,
            tracer: PathTracer(),
            facts: KernelFacts(),
            identity: RunSetup.identity(hostname, postfix),
            settings: overridden.engine,
            now: { Timestamp.now }
        )
    }

    /// When the run is to end.
    var deadline: ContinuousClock.Instant { start + timeout }

    /// Looks up where the mail of targets goes, and connects to nobody; ends at the deadline.
    ///
    /// - Parameters:
    ///   - targets: Whose mail it is about.
    ///   - read: What is kept of each answer, which is large.
    /// - Returns: What was kept; `nil` for those that the time did not suffice for.
    func resolve<Value: Sendable>(
        _ targets: [Target],
        _ read: @escaping @Sendable (MXResolution) -> Value
    ) async -> [Value?] {
        let timer = Task { [deadline, engine] in
            if (try? await Task.sleep(until: deadline)) != nil { engine.interrupt() }
        }
        defer { timer.cancel() }
        return await withTaskGroup(of: (Int, Value?).self) { [deadline, engine] group in
            var values: [Value?] = Array(repeating: nil, count: targets.count)
            var next = targets.enumerated().makeIterator()
            func begin() {
                guard ContinuousClock.now < deadline, let (index, target) = next.next() else {
                    return
                }
                group.addTask {
                    let resolution = await engine.resolve(target)
                    return (index, resolution.isInterrupted ? nil : read(resolution))
                }
            }
            for _ in 0..<Self.domainsInFlight { begin() }
            for await (index, value) in group {
                values[index] = value
                begin()
            }
            return values
        }
    }

    /// What advice needs to know of this machine and this run.
    func adviceContext(
        _ decision: RouteDecision? = nil,
        relays: [RelayObservation] = [],
        firewallRules: [FirewallRule] = [],
        earlierSessions: [ProbeObservation] = []
    ) -> AdviceContext {
        var context = AdviceContext(startedAt: startedAt, style: style)
        context.relays = relays
        context.askedRelays = askedRelays
        context.earlierSessions = earlierSessions
        context.firewallRules = firewallRules
        context.isRelayDomain = decision?.addressClass.map { $0 == .relay }
        context.postfixVersion = postfix?.installation.version
        context.canChangeMap = postfix != nil
        context.hostname = hostname.isEmpty ? nil : hostname
        context.ownAddresses = LocalMachine.interfaceAddresses.sorted().filter { address in
            !["loopback", "link local"].contains(SpecialPurpose.of(address)?.name)
        }
        context.ownNames = DomainName(hostname).map { [DNSName($0)] } ?? []
        return context
    }

    /// The report of the run, as of now.
    func report(egress: [EgressReport], domains: [DomainDiagnosis]) -> DiagnosisReport {
        let run = RunRecord(
            version: Version.current,
            id: id,
            startedAt: startedAt,
            duration: start.duration(to: .now),
            hostname: hostname
        )
        return DiagnosisReport(run: run, egress: egress, domains: domains)
    }

    /// How long replies to QUIT are awaited when everything else is done: a moment, as the answer is out and QUIT is on its way.
    private static let politePause = Duration.milliseconds(100)

    /// Lets sessions end politely.
    func drain() async {
        let (finished, continuation) = AsyncStream.makeStream(of: Void.self)
        let prober = prober
        Task {
            await prober.drain()
            continuation.finish()
        }
        Task {
            try? await Task.sleep(for: Self.politePause)
            continuation.finish()
        }
        for await _ in finished {}
    }

    private static func identity(_ hostname: String, _ postfix: PostfixHere?) -> LocalIdentity {
        let addresses = LocalMachine.interfaceAddresses.filter { address in
            SpecialPurpose.of(address)?.name != "loopback"
        }
        return LocalIdentity(
            names: Set([DomainName(hostname)].compactMap(\.self) + (postfix?.ownNames ?? [])),
            addresses: addresses.union(postfix?.proxyAddresses ?? []),
            usableFamilies: LocalMachine.usableFamilies
        )
    }
}

extension MXResolution {
    /// Whether the run ended before DNS had answered all.
    fileprivate var isInterrupted: Bool {
        mxLookup.status == .interrupted
            || hosts.contains { $0.addressLookups.contains { $0.status == .interrupted } }
    }
}
