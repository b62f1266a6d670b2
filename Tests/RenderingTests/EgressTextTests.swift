import ProbeModel
import Testing

@testable import Rendering

/// What is told of this machine's port 25 is told once, and only where it matters.
@Suite struct EgressTextTests {
    private func situation(_ name: String) throws -> Situation {
        try #require(GoldenTests.situations.first { $0.name == name })
    }

    private func text(_ situation: Situation, isVerbose: Bool = false) -> String {
        TextReport(options: TextOptions(width: 200, isVerbose: isVerbose)).text(situation.report)
    }

    @Test(arguments: ["blocked", "blocked-both", "blocked-domains", "locally-blocked"])
    func proofIsToldOnce(_ name: String) throws {
        let situation = try situation(name)
        let text = text(situation)
        for evidence in situation.report.egress.flatMap(\.evidence) {
            #expect(text.split(separator: evidence.message).count <= 2, "\(evidence.id)")
        }
        #expect(!text.contains("net.egress-stopped") && !text.contains("Found"))
    }

    /// A finding stays that the verdict does not explain: another id, another port, another family.
    @Test func onlyExplainedFindingsAreLeftOut() throws {
        let situation = try situation("blocked-one-family")
        let explained = ExplainedFindings(
            situation.report.domains[0],
            egress: situation.report.egress
        )
        func contains(_ id: FindingID, _ subject: String) -> Bool {
            explained.contain(Finding(id, .warning, subject: subject, message: "x"))
        }
        #expect(contains(.endpointFails, "mail.domain1.test 203.0.113.11:25"))
        #expect(!contains(.endpointFails, "mail.domain1.test [2001:db8::11]:25"))
        #expect(!contains(.endpointFails, "mail.domain1.test 203.0.113.11:2525"))
        #expect(contains(.familyFails, "IPv4") && !contains(.familyFails, "IPv6"))
        #expect(!contains(.reputation, "mail.domain1.test 203.0.113.11:25"))
        #expect(contains(.egressStopped, "IPv4"))
        let alone = ExplainedFindings(situation.report.domains[0], egress: [])
        #expect(
            !alone.contain(Finding(.egressStopped, .warning, subject: "IPv4", message: "x"))
        )
    }

    /// An open port 25 is no news for a healthy domain, and with details it is told.
    @Test(arguments: [false, true]) func openIsNoNews(_ isVerbose: Bool) throws {
        var healthy = try situation("healthy")
        healthy = Situation(
            name: "x",
            report: Build.report(
                healthy.report.domains,
                egress: try situation("remote-drops").report.egress
            )
        )
        #expect(text(healthy, isVerbose: isVerbose).contains("Why") == isVerbose)
    }

    /// Families that differ in numbers alone are told once, with details both.
    @Test func likewise() throws {
        let situation = try situation("prohibited")
        #expect(text(situation).contains("IPv4: 3 of 3 controls"))
        #expect(text(situation).contains("(IPv6 likewise)"))
        #expect(text(situation, isVerbose: true).contains("IPv6: 2 of 3 controls"))
    }

    /// Equal advice for two families is one item with the commands of both; JSON keeps two.
    @Test func adviceIsMerged() throws {
        let all = [
            SampleAdvice.firewall("IPv4", "iptables"), SampleAdvice.firewall("IPv6", "ip6tables"),
        ]
        let items = AdviceItem.items(all, isCauseTold: true)
        #expect(items.count == 1)
        #expect(items.first?.snippets.count == 3)
        #expect(items.first?.reason == "look for a drop rule in the output chains")
        // Where the cause was not told before, the reasons differ.
        #expect(AdviceItem.items(all, isCauseTold: false).count == 2)
        let json = JSONReport().text(try situation("locally-blocked").report)
        #expect(json.split(separator: "\"fix-local-firewall\"").count == 3)
    }

    /// Only a colon before a space ends the cause, and a reason without one is kept whole.
    @Test(arguments: [
        ("port 25 of 2001:db8::1 is dropped: ask them", "ask them"), ("ask them", "ask them"),
        ("dropped:", "dropped:"), ("dropped: ", "dropped: "), ("a: b: c", "b: c"),
    ])
    func order(_ reason: String, _ order: String) {
        let item = Recommendation(action: .requestUnblock, reason: reason)
        #expect(AdviceItem.items([item], isCauseTold: true).map(\.reason) == [order])
        let other = Recommendation(action: .fixDNS, reason: reason)
        #expect(AdviceItem.items([other], isCauseTold: true).map(\.reason) == [reason])
    }

    /// Lines to copy keep their line feeds in JSON, and nothing else that is unsafe.
    @Test func snippetsKeepLines() throws {
        var report = try situation("blocked").report
        report.domains[0].recommendations = [
            Recommendation(
                action: .openAlternatePort,
                reason: "x",
                snippets: [Snippet("t", "one\n  two\u{1b}[1m\r\nthree")]
            )
        ]
        let document = try JSONDocument(parsing: JSONReport().text(report))
        let item = document["domains"]?.elements.first?["recommendations"]?.elements.first
        let snippet = item?["snippets"]?.elements.first
        #expect(snippet?["text"]?.text == "one\n  two\\x1b[1m\\x0d\nthree")
    }
}
