import ProbeModel

/// What one probe showed, as a sign and a few words for a table.
struct EndpointWords: Hashable, Sendable {
    let mark: Mark
    let words: String

    /// What answers is not the host asked for.
    static let intercepted = EndpointWords(mark: .bad, words: "answered by another")

    private init(mark: Mark, words: String) {
        self.mark = mark
        self.words = words
    }

    /// Puts a probe into words.
    init(_ probe: ProbeObservation) {
        switch probe.outcome {
        case .ready: (mark, words) = EndpointWords.ready(probe)
        case .deferred: (mark, words) = (.bad, "defers us" + EndpointWords.code(probe.reply))
        case .rejected: (mark, words) = (.bad, "rejects us" + EndpointWords.code(probe.reply))
        case .refused: (mark, words) = (.bad, "refused")
        case .timeout: (mark, words) = (.bad, "no answer" + EndpointWords.attempts(probe))
        case .unreachable:
            (mark, words) = (.bad, "unreachable" + EndpointWords.origin(probe, "says"))
        case .prohibited: (mark, words) = (.bad, "prohibited" + EndpointWords.origin(probe, "by"))
        case .deniedLocally: (mark, words) = (.bad, "stopped by this machine")
        case .noRoute: (mark, words) = (.neutral, "no route from here")
        case .reset: (mark, words) = (.bad, "reset" + EndpointWords.moment(probe.phase))
        case .closed: (mark, words) = (.bad, "closed" + EndpointWords.moment(probe.phase))
        case .silent: (mark, words) = (.bad, "silent" + EndpointWords.moment(probe.phase))
        case .notSMTP: (mark, words) = (.bad, "not SMTP")
        case .tlsFailed: (mark, words) = (.bad, "TLS failed")
        case .interrupted: (mark, words) = (.unknown, "not finished")
        }
    }

    private static func ready(_ probe: ProbeObservation) -> (Mark, String) {
        switch probe.acceptance {
        case .notTested:
            return (.good, "ready" + (probe.isAsMailOwner ? " for Postfix's user" : ""))
        case .accepted: return (.good, "takes the domain")
        case .deferred: return (.good, "ready, defers strangers" + code(probe.acceptanceReply))
        case .loginRequired: return (.neutral, "wants a login")
        case .refused: return (.bad, "refuses the domain" + code(probe.acceptanceReply))
        }
    }

    private static func code(_ reply: Reply?) -> String {
        reply.map { " (\($0.code.value))" } ?? ""
    }

    /// How many SYNs were sent, where the kernel tells.
    private static func attempts(_ probe: ProbeObservation) -> String {
        guard let again = probe.synRetransmits, again > 0 else { return "" }
        return " (\(again + 1) SYNs)"
    }

    /// Who sent the ICMP error, where it was not the host itself.
    private static func origin(_ probe: ProbeObservation, _ preposition: String) -> String {
        guard let sender = probe.icmp?.sender, sender != probe.endpoint.address else { return "" }
        return preposition == "says" ? ", says \(sender)" : " by \(sender)"
    }

    /// When a connection that came about broke.
    private static func moment(_ phase: Phase) -> String {
        switch phase {
        case .connect, .greeting: return " before a greeting"
        case .tls: return " in the TLS handshake"
        case .ehlo: return " at EHLO"
        case .starttls: return " at STARTTLS"
        case .acceptance: return " at the test recipient"
        case .quit: return " at QUIT"
        }
    }
}
