import ProbeModel

/// Asks one control at one address: port 25 and its reference ports, side by side.
///
/// Each SYN to 25 has a twin to a reference port that starts with it, so that loss and outages hit both alike. A failing 25 is
/// tried again before it counts: silence by three SYNs on fresh sockets, a refusal by further attempts. A
/// reference port that does not connect makes way for the next one, because who stops 25 may stop other mail ports as well.
struct ControlProbe: Sendable {
    /// When further twins follow the first, while 25 is silent: with the fresh SYNs of ``ProbeLimits``.
    static let twinOffsets: [Duration] = [.milliseconds(1_100), .milliseconds(2_200)]

    /// How long after the first SYN the silence of 25 is known, when the reference port answers fast: three SYNs and a second for the last.
    static let silenceKnown = Duration.milliseconds(3_250)

    /// How long a refusal is let rest before it is tried again.
    static let refusalRest = Duration.milliseconds(60)

    /// The most attempts on a 25 that refuses, a round; a device that refuses by chance lets one of them pass.
    static let maximumRefusals = 6

    /// The most attempts on a 25 that connects and is reset then, or that this very machine denies.
    static let maximumBreaks = 2

    /// How long a reference port may take to answer before the next one is tried beside it.
    static let portPatience = AddressPlan.headStart

    /// The most reference ports that are tried: submission, an alternate and one that has nothing to do with mail.
    static let maximumReferencePorts = 3

    /// Within this time no SYN is repeated, so that a connection answers the first one.
    static let firstRepeat = Duration.seconds(1)

    let control: Control
    let address: IPAddress
    /// The ports to compare with, in the order tried.
    let referencePorts: [UInt16]
    let prober: any EndpointProbing
    let clock: any Clock<Duration>
    let settings: EngineSettings
    /// Whether something has failed already; else the reference ports are left alone while 25 answers in time.
    var isPrompted = true
    /// How long the slowest answer of another host took; `nil` while none has answered.
    var slowestElsewhere: @Sendable () -> Duration? = { nil }

    /// Asks the control; `report` is called whenever there is more to tell.
    func run(report: @escaping @Sendable (ControlObservation) -> Void) async -> ControlObservation {
        await ControlRun(self, report: report).run()
    }

    /// How long no port of the control may answer before it is taken to be down, where another host's answer took so long.
    ///
    /// Each port has three SYNs by then, the last reference port as well, and the last of them time for an answer.
    func deafnessKnown(beside answer: Duration) -> Duration {
        let lastStart = Self.portPatience * max(0, referencePorts.count - 1)
        return lastStart + max(Self.silenceKnown, Self.twinOffsets[1] + answer * 2)
    }

    /// Whether a refusal is worth another attempt, of which this was one.
    static func isWorthRepeating(_ outcome: Outcome, attempt: Int) -> Bool {
        switch outcome {
        case .refused, .unreachable, .prohibited: return attempt < maximumRefusals
        case .deniedLocally, .reset: return attempt < maximumBreaks
        case .ready, .deferred, .rejected, .timeout, .noRoute, .closed, .silent, .notSMTP,
            .tlsFailed, .interrupted:
            return false
        }
    }

    /// A session with one of the control's ports.
    func request(port: UInt16, takesTLS: Bool) -> ProbeRequest {
        let endpoint = Endpoint(address: address, port: port)
        var limits = settings.limits
        // A control is asked a question and not waited for: a slow greeting is an answer as well.
        limits.greeting = min(limits.greeting, .seconds(8))
        limits.reply = min(limits.reply, .seconds(8))
        return ProbeRequest(
            endpoint: endpoint,
            hostName: control.host,
            plan: SessionPlan(
                ehloName: settings.ehloName,
                tlsMode: endpoint.tlsMode,
                triesStartTLS: takesTLS
            ),
            limits: limits,
            sourceAddress: settings.sourceAddresses[address.family]
        )
    }
}
