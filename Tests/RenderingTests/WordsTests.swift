import ProbeModel
import Testing

@testable import Rendering

/// The few words of the table say what was seen.
@Suite struct WordsTests {
    @Test(arguments: [
        (Outcome.ready, Phase.quit, Mark.good, "ready"),
        (.deferred, .greeting, .bad, "defers us (421)"),
        (.rejected, .ehlo, .bad, "rejects us (554)"), (.refused, .connect, .bad, "refused"),
        (.timeout, .connect, .bad, "no answer (3 SYNs)"),
        (.unreachable, .connect, .bad, "unreachable, says 198.51.100.1"),
        (.prohibited, .connect, .bad, "prohibited by 198.51.100.1"),
        (.deniedLocally, .connect, .bad, "stopped by this machine"),
        (.noRoute, .connect, .neutral, "no route from here"),
        (.reset, .greeting, .bad, "reset before a greeting"),
        (.reset, .ehlo, .bad, "reset at EHLO"), (.closed, .starttls, .bad, "closed at STARTTLS"),
        (.closed, .acceptance, .bad, "closed at the test recipient"),
        (.silent, .greeting, .bad, "silent before a greeting"),
        (.silent, .tls, .bad, "silent in the TLS handshake"),
        (.silent, .quit, .bad, "silent at QUIT"), (.notSMTP, .greeting, .bad, "not SMTP"),
        (.tlsFailed, .tls, .bad, "TLS failed"), (.interrupted, .connect, .unknown, "not finished"),
    ])
    func outcomes(_ outcome: Outcome, _ phase: Phase, _ mark: Mark, _ words: String) throws {
        var probe = try Build.failed(
            "203.0.113.1",
            25,
            outcome,
            icmp: (3, 13, "198.51.100.1"),
            retransmits: 2
        )
        probe.phase = phase
        probe.reply = try Build.reply(outcome == .deferred ? 421 : 554)
        let result = EndpointWords(probe)
        #expect(result.mark == mark)
        #expect(result.words == words)
    }

    /// Without a reply, a count or a sender of its own there is nothing in brackets.
    @Test(arguments: [
        (Outcome.deferred, "defers us"), (.timeout, "no answer"), (.unreachable, "unreachable"),
        (.prohibited, "prohibited"),
    ])
    func outcomesWithoutDetails(_ outcome: Outcome, _ words: String) throws {
        let own = (type: UInt8(3), code: UInt8(13), sender: "203.0.113.1")
        let probe = try Build.failed("203.0.113.1", 25, outcome, icmp: own, retransmits: 0)
        #expect(EndpointWords(probe).words == words)
    }

    @Test(arguments: [
        (Acceptance.notTested, Mark.good, "ready"), (.accepted, .good, "takes the domain"),
        (.deferred, .good, "ready, defers strangers (450)"),
        (.loginRequired, .neutral, "wants a login"), (.refused, .bad, "refuses the domain (450)"),
    ])
    func acceptance(_ acceptance: Acceptance, _ mark: Mark, _ words: String) throws {
        let probe = try Build.ready(
            "203.0.113.1",
            acceptance: acceptance,
            acceptanceReply: try Build.reply(450)
        )
        #expect(EndpointWords(probe).mark == mark)
        #expect(EndpointWords(probe).words == words)
    }

    /// TLS is told of endpoints that answer, in the words that decide.
    @Test func encryption() throws {
        func fact(_ change: (inout ProbeObservation) throws -> Void) throws -> String? {
            var probe = try Build.ready("203.0.113.1", tls: nil)
            try change(&probe)
            return TLSSection.fact(probe)
        }
        #expect(try fact { _ in } == "no TLS offered")
        #expect(try fact { $0.startTLS = .notTried } == nil)
        #expect(try fact { $0.startTLS = .failed("x") } == "STARTTLS fails")
        #expect(try fact { $0.startTLS = .refused(try Build.reply(454)) } == "STARTTLS refused")
        #expect(try fact { $0.outcome = .rejected } == nil)
        #expect(try fact { $0.tls = Build.verified() } == "TLSv1.3, verified")
        #expect(try fact { $0.tls = Build.verified(dane: .verified) } == "TLSv1.3, DANE verified")
        #expect(try fact { $0.tls = Build.verified(dane: .mismatch) } == "TLSv1.3, DANE mismatch")
        #expect(try fact { $0.tls = Build.verified(dane: .unusable) } == "TLSv1.3, verified")
        #expect(
            try fact { $0.tls = Build.unverified("certificate has expired") }
                == "TLSv1.3, not verified (certificate has expired)"
        )
    }

    /// Every mark has its own sign in both styles, so that the column can be scanned.
    @Test(arguments: SignStyle.allCases) func signsDiffer(_ style: SignStyle) {
        #expect(Set(Mark.allCases.map { style.sign($0) }).count == Mark.allCases.count)
    }

    @Test func asciiSignsAreASCII() {
        let all = Mark.allCases.map { SignStyle.ascii.sign($0) }
        let others = [SignStyle.ascii.arrow, SignStyle.ascii.ellipsis]
        #expect((all + others).allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
    }
}
