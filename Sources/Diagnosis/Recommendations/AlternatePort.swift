import ProbeModel

/// A port other than 25 of one mail host, over all its addresses, since a transport entry names the host.
struct AlternatePort: Hashable, Sendable {
    let host: DomainName
    let port: UInt16
    let fitness: Fitness

    /// Whether the port may carry the domain's mail.
    enum Fitness: Hashable, Sendable {
        /// It may; whether that is proven, and why, as the end of a sentence that begins with the port.
        case fit(isProven: Bool, String)
        /// It may not; why, as the end of a sentence that begins with the port.
        case unfit(String)
    }

    /// The port in words.
    var label: String { "port \(port) of \(host)" }

    /// Whether the port speaks TLS from the first byte, which needs a transport of its own in master.cf.
    var needsWrapper: Bool { port == Endpoint.implicitTLSPort }

    /// Whether it was proven to take the domain's mail.
    var isProven: Bool {
        if case .fit(isProven: true, _) = fitness { return true }
        return false
    }

    /// Every alternate port of the candidate hosts that let a connection through, by host, then by ``rank``.
    static func all(_ advice: AdviceCase) -> [AlternatePort] {
        advice.hosts.flatMap { host -> [AlternatePort] in
            guard let name = host.name else { return [] }
            let probes = advice.observation.probes(of: host)
            let ports = Set(probes.map(\.endpoint.port)).subtracting([Endpoint.smtpPort])
            return ports.sorted { (rank($0), $0) < (rank($1), $1) }.compactMap { port in
                let sessions = probes.filter {
                    $0.endpoint.port == port && $0.outcome.isConnected
                }
                guard !sessions.isEmpty else { return nil }
                return AlternatePort(
                    host: name,
                    port: port,
                    fitness: fitness(sessions, of: host, advice)
                )
            }
        }
    }

    /// The fit ports, the best first: proven before unproven, then as in ``all(_:)``; wrapper ports only when no other is fit.
    static func fit(_ ports: [AlternatePort]) -> [AlternatePort] {
        let fit = ports.filter { if case .fit = $0.fitness { true } else { false } }
        let plain = fit.filter { !$0.needsWrapper }
        let chosen = plain.isEmpty ? fit : plain
        return chosen.filter(\.isProven) + chosen.filter { !$0.isProven }
    }

    /// Why the others do not serve, one sentence each.
    static func obstacles(_ ports: [AlternatePort]) -> [String] {
        ports.compactMap {
            if case .unfit(let reason) = $0.fitness { "\($0.label) \(reason)" } else { nil }
        }
    }

    /// The customary order: 2525 first, 465 last, unlisted ones between.
    static func rank(_ port: UInt16) -> Int {
        switch port {
        case 2525: return 0
        case 587: return 1
        case 26: return 2
        case Endpoint.implicitTLSPort: return 4
        default: return 3
        }
    }

    private static func fitness(
        _ sessions: [ProbeObservation],
        of host: MXHost,
        _ advice: AdviceCase
    ) -> Fitness {
        let judged = sessions.filter { $0.outcome == .ready }.map { session in
            (session: session, identity: identity(session, of: host, advice))
        }
        guard let first = judged.first else {
            return .unfit(sessions.first.map { OutcomeText.describe($0) } ?? "does not answer")
        }
        // One address that would bounce mail spoils the name, whatever the others do.
        for (session, identity) in judged {
            if case .other(let what) = identity {
                return .unfit("\(what), which nothing ties to the mail host")
            }
            if let refusal = refusal(session) { return .unfit(refusal) }
        }
        if let accepted = judged.first(where: { $0.session.acceptance == .accepted }) {
            return takes(accepted.identity)
        }
        guard let deferred = judged.first(where: { $0.session.acceptance == .deferred }) else {
            return .unfit(
                "answers, but whether it takes the domain's mail was not asked"
                    + (first.session.endpoint.port == 587 ? " (it usually wants a login)" : "")
            )
        }
        return postpones(deferred.session, deferred.identity)
    }

    private static func identity(
        _ session: ProbeObservation,
        of host: MXHost,
        _ advice: AdviceCase
    ) -> SystemIdentity {
        let address = session.endpoint.address
        let present = advice.isIntercepted(address.family) ? [] : advice.observation.probes
        return .judge(
            session,
            names: [host.name, host.canonicalName.flatMap { DomainName($0) }, advice.domain]
                .compactMap(\.self),
            references: (present + advice.context.earlierSessions).filter {
                $0.endpoint.address == address && $0.endpoint.port == Endpoint.smtpPort
            }
        )
    }

    private static func refusal(_ session: ProbeObservation) -> String? {
        let said = session.acceptanceReply.map { ": \($0.summary)" } ?? ""
        switch session.acceptance {
        case .loginRequired:
            return "wants a login and will never take the domain's mail from another server"
        case .refused: return "refuses the domain's mail" + said
        case .accepted, .deferred, .notTested: return nil
        }
    }

    private static func takes(_ identity: SystemIdentity) -> Fitness {
        let takes = "takes the domain's mail without a login"
        if case .same(let tie) = identity { return .fit(isProven: true, "\(takes) and \(tie)") }
        return .fit(
            isProven: false,
            "\(takes), but gives no name that shows it to be the mail host"
        )
    }

    private static func postpones(
        _ session: ProbeObservation,
        _ identity: SystemIdentity
    ) -> Fitness {
        let said = session.acceptanceReply.map { " (\($0.summary))" } ?? ""
        var reason =
            "asks strangers to come again\(said), so it is not proven to take the domain's mail"
        if case .same(let tie) = identity { reason = "\(tie), and \(reason)" }
        return .fit(isProven: false, reason)
    }
}
