import Diagnosis
import ProbeModel
import Testing

@Suite("A firewall that lets out the user that runs Postfix alone")
struct MailOwnerTests {
    private static let v4 = "20.0.0.1"
    private static let v6 = "2a00::1"

    struct Row: CustomTestStringConvertible, Sendable {
        let about: String
        let verdict: Verdict
        /// The outcome per family on port 25, and whether it is that of Postfix's user.
        let sessions: [AddressFamily: (Outcome, Bool)]
        var alternate: Outcome?
        var isForOwnerAlone: [AddressFamily] = [.ipv4, .ipv6]
        var actions: [Recommendation.Action] = []

        init(
            _ about: String,
            _ verdict: Verdict,
            _ sessions: [AddressFamily: (Outcome, Bool)],
            alternate: Outcome? = nil,
            isForOwnerAlone: [AddressFamily] = [.ipv4, .ipv6],
            actions: [Recommendation.Action] = []
        ) {
            self.about = about
            self.verdict = verdict
            self.sessions = sessions
            self.alternate = alternate
            self.isForOwnerAlone = isForOwnerAlone
            self.actions = actions
        }

        var testDescription: String { about }
    }

    @Test(
        "the domain's own host has the say, asked in that user's name",
        arguments: [
            Row("who gets an answer", .healthy, [.ipv4: (.ready, true), .ipv6: (.ready, true)]),
            Row(
                "who is answered as everybody in the other family",
                .healthy,
                [.ipv4: (.ready, true), .ipv6: (.ready, false)],
                isForOwnerAlone: [.ipv4]
            ),
            Row(
                "who gets silence, as from every port",
                .unreachable,
                [.ipv4: (.timeout, true), .ipv6: (.timeout, true)],
                alternate: .timeout,
                actions: [.contactRemote]
            ),
            Row(
                "who gets silence, while another port answers",
                .filtered,
                [.ipv4: (.timeout, true), .ipv6: (.timeout, true)],
                alternate: .ready,
                actions: [.contactRemote]
            ),
            Row(
                "who is refused",
                .rejected,
                [.ipv4: (.rejected, true), .ipv6: (.rejected, true)],
                actions: [.contactRemote]
            ),
            Row(
                "who was not tried",
                .inconclusive,
                [.ipv4: (.deniedLocally, false), .ipv6: (.deniedLocally, false)],
                actions: [.none]
            ),
            Row(
                "who was not tried, the rule drops",
                .inconclusive,
                [.ipv4: (.timeout, false), .ipv6: (.timeout, false)],
                actions: [.none]
            ),
            // Near misses: the rule is of another family, or of none.
            Row(
                "only in the other family",
                .inconclusive,
                [.ipv4: (.deniedLocally, false)],
                isForOwnerAlone: [.ipv6],
                actions: [.none]
            ),
            Row(
                "not at all",
                .unreachable,
                [.ipv4: (.timeout, false), .ipv6: (.timeout, false)],
                isForOwnerAlone: [],
                actions: [.contactRemote]
            ),
        ]
    )
    func verdict(_ row: Row) throws {
        var probes: [ProbeObservation] = []
        for (family, session) in row.sessions {
            let address = family == .ipv4 ? Self.v4 : Self.v6
            probes.append(
                try probe(address, session.0) {
                    $0.isAsMailOwner = session.1
                    if session.0 == .rejected { $0.reply = try reply(554, "no") }
                }
            )
            if let alternate = row.alternate { probes.append(try probe(address, 2525, alternate)) }
        }
        let reports = AddressFamily.allCases.map { family in
            EgressReport(
                family: family,
                verdict: .open,
                confidence: .conclusive,
                evidence: row.isForOwnerAlone.contains(family)
                    ? [Evidence(.mailOwnerPasses, "that user connects")] : []
            )
        }
        let seen = try observation(
            [host("mail.domain1.test", [Self.v4, Self.v6])],
            probes
        )
        let diagnosis = DomainDiagnoser.diagnose(seen, egress: reports)
        #expect(diagnosis.verdict == row.verdict, "\(diagnosis.summary)")
        #expect(diagnosis.recommendations.map(\.action) == row.actions)
    }
}
