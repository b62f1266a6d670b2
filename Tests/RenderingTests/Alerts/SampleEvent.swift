import AlertPolicy
import ProbeModel
import Testing

/// Events as a run makes them, one of each kind and a few odd ones.
enum SampleEvent {
    static let time: Int64 = 1_772_366_400

    static func domain(_ name: String = "domain1.test") throws -> Subject {
        .domain(try #require(DomainName(name)))
    }

    static func make(
        _ kind: EventKind,
        _ occasion: AlertEvent.Occasion,
        _ subject: Subject?,
        old: Condition? = nil,
        new: Condition,
        summary: String,
        evidence: [AlertEvidence] = [],
        advice: AlertAdvice? = nil,
        affected: AffectedNames = AffectedNames([]),
        isFlapping: Bool = false,
        host: String = "backup.example"
    ) -> AlertEvent {
        AlertEvent(
            id: AlertEvent.derivedID(run: "3f0c9a1e", kind: kind, key: subject?.key ?? ""),
            kind: kind,
            occasion: occasion,
            isFlapping: isFlapping,
            subject: subject,
            time: time,
            runID: "3f0c9a1e",
            host: host,
            old: old,
            new: new,
            since: time - 600,
            openedAt: time - 7200,
            summary: summary,
            evidence: evidence,
            advice: advice,
            affected: affected
        )
    }

    static let blocked = Condition(verdict: "blocked", severity: .critical)
    static let unreachable = Condition(verdict: "unreachable", severity: .critical)
    static let healthy = Condition(verdict: "healthy", severity: .ok)
    static let open = Condition(verdict: "open", severity: .ok)
    static let unknown = Condition(verdict: "dns-failure", severity: .unknown)
    static let warning = Condition(verdict: "diverted", severity: .warning)

    static let advice = AlertAdvice(
        action: .setTransport,
        pattern: "domain1.test",
        result: "smtp:[mail.domain1.test]:2525",
        verified: true,
        reason: "port 2525 of mail.domain1.test takes the domain's mail without a login"
    )

    static func names(_ count: Int) -> AffectedNames {
        AffectedNames((1...count).compactMap { DomainName("domain\($0).test") })
    }

    /// What goldens are made of.
    static func all() throws -> [AlertEvent] {
        let domain = try domain()
        let certificate = CertificateIdentity(names: ["mail.domain1.test"], notAfter: time)
        return [
            make(
                .domainDown,
                .began,
                domain,
                new: unreachable,
                summary: "no mail host answers on port 25",
                evidence: [
                    AlertEvidence(
                        id: "smtp.endpoint-fails",
                        message: "mail.domain1.test 203.0.113.11:25: no answer to 3 SYNs"
                    )
                ],
                advice: advice
            ),
            make(
                .domainDown,
                .began,
                domain,
                new: unknown,
                summary: "the name servers of domain1.test do not answer"
            ),
            make(
                .domainDown,
                .began,
                domain,
                new: unreachable,
                summary: "goes up and down: no mail host answers on port 25",
                isFlapping: true
            ),
            make(
                .domainDown,
                .reminder,
                domain,
                old: unreachable,
                new: unreachable,
                summary: "no mail host answers on port 25"
            ),
            make(
                .domainChanged,
                .changed,
                domain,
                old: unreachable,
                new: Condition(verdict: "rejected", severity: .critical),
                summary:
                    "mail.domain1.test refuses us: 550 5.7.1 <backup> listed, see https://bl.example/?q=1"
            ),
            make(
                .domainRecovered,
                .ended,
                domain,
                old: unreachable,
                new: healthy,
                summary: "every mail host answers"
            ),
            make(
                .egressBlocked,
                .began,
                .egress(.ipv4),
                new: blocked,
                summary: "3 of 3 controls are silent on 25 and answer on 587 at the same addresses",
                evidence: [
                    AlertEvidence(
                        id: "trace.stops-at-hop",
                        message: "port 25 is stopped at or just after hop 1, 198.51.100.1"
                    )
                ],
                affected: names(50)
            ),
            make(
                .egressRecovered,
                .ended,
                .egress(.ipv4),
                old: blocked,
                new: open,
                summary: "3 of 3 controls answer on 25",
                affected: names(2)
            ),
            make(
                .transportDiverted,
                .began,
                domain,
                new: warning,
                summary: "port 25 does not get through: mail for domain1.test goes to "
                    + "smtp:[mail.domain1.test]:2525 now"
            ),
            make(
                .transportRestored,
                .ended,
                domain,
                new: Condition(verdict: "restored", severity: .ok),
                summary:
                    "port 25 gets through again: mail for domain1.test goes where it went before"
            ),
            make(
                .transportFailed,
                .single,
                domain,
                new: Condition(verdict: "failed", severity: .critical),
                summary: "could not send mail for domain1.test to smtp:[mail.domain1.test]:2525: "
                    + "/etc/postfix/transport: read-only file system"
            ),
            make(
                .certificateExpiring,
                .single,
                .certificate(certificate),
                new: Condition(verdict: "expiring", severity: .warning),
                summary: "the certificate of mail.domain1.test ends in 10 days",
                affected: AffectedNames([try #require(DomainName("mail.domain1.test"))])
            ),
            make(
                .test,
                .single,
                nil,
                new: Condition(verdict: "ok", severity: .ok),
                summary: "a test that somebody asked for"
            ),
        ]
    }

    /// What peers would like a reader's program to do.
    static let attacks = [
        "@everyone", "<!channel>", "<!here|here>", "<@U123>", "<https://evil.example|click>",
        "[click](https://evil.example)", "https://evil.example/", "http://evil.example",
        "\r\nX-Evil: 1", "\"},{\"a\":\"", "\\", "{{summary}}", "*b* _i_ ~s~ `c` ||x||", "&lt;",
        "<at>all</at>", "\u{202e}", "\u{0}", "# head", "- list", "> quote", "\u{1f600}\u{fe0f}",
        "e\u{301}\u{301}\u{301}", "<script>alert(1)</script>", "\u{2028}",
    ]

    /// An event with all of that in every text that may come from outside, each as long as asked.
    static func hostile(_ index: Int, length: Int) throws -> AlertEvent {
        let attack = attacks[index % attacks.count]
        let text = String(repeating: attack + " ", count: max(1, length / (attack.utf8.count + 1)))
        var event = make(
            EventKind.allCases[index % EventKind.allCases.count],
            AlertEvent.Occasion.allCases[index % 5],
            index % 3 == 0
                ? .egress(.ipv6) : try domain(String(repeating: "a.", count: 120) + "test"),
            old: Condition(verdict: text, severity: .unknown),
            new: Condition(verdict: text, severity: Severity.allCases[index % 4]),
            summary: text,
            evidence: (0..<20).map { _ in AlertEvidence(id: text, message: text) },
            advice: AlertAdvice(
                action: .contactRemote,
                pattern: text,
                result: text,
                reason: text
            ),
            affected: AffectedNames(
                (0..<1000).compactMap {
                    DomainName("d\($0)." + String(repeating: "b.", count: 115) + "test")
                }
            ),
            host: text
        )
        event.runID = text
        event.time = index % 7 == 0 ? .max : event.time
        event.since = index % 5 == 0 ? .min : event.since
        return event
    }
}
