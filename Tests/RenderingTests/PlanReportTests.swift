import PostfixModel
import ProbeModel
import Rendering
import Testing
import TransportMap

/// What `transport plan` prints, to the letter.
@Suite struct PlanReportTests {
    private func plan(_ text: String, _ change: WantedChange) throws -> TransportPlan {
        let domain = try #require(DomainName("domain1.test"))
        let table = PlanTable(
            name: "hash:/etc/postfix/transport",
            file: "/etc/postfix/transport",
            map: TransportMap(Array(text.utf8))
        )
        return TransportPlanner(tables: [table]).plan([(domain, nil, change)])
    }

    private func divert() throws -> WantedChange {
        .change(
            .divert(
                try #require(TransportPattern("domain1.test")),
                to: try #require(TransportResult("smtp:mail.domain1.test:2525"))
            ),
            isVerified: true,
            reason: "port 2525 takes the domain's mail"
        )
    }

    @Test func aChangeIsShownAsADiff() throws {
        let plan = try plan("a.test smtp:[a]\ndomain1.test smtp:mail.domain1.test\n", divert())
        let report = PlanReport(
            plan: plan,
            warnings: ["the TLS policy of mail.domain1.test does not cover mail.domain1.test:2525"],
            commands: ["postmap hash:/etc/postfix/transport"]
        )
        let marker = try #require(
            String(decoding: plan.tables[0].edit.bytes, as: UTF8.self).split(separator: "\n")
                .first { $0.hasPrefix("# mxprobe/1") }
        )
        let expected = """
            ✓ domain1.test: the entry changes: port 2525 takes the domain's mail

            --- /etc/postfix/transport
            +++ /etc/postfix/transport
            @@ -1,2 +1,3 @@
             a.test smtp:[a]
            -domain1.test smtp:mail.domain1.test
            +\(marker)
            +domain1.test smtp:mail.domain1.test:2525

            ! the TLS policy of mail.domain1.test does not cover mail.domain1.test:2525

            Commands that belong to it:
              postmap hash:/etc/postfix/transport

            """
        #expect(report.text(options: TextOptions(width: 100)) == expected)
    }

    @Test func nothingToChangeIsSaidWithItsReasons() throws {
        let plan = try plan("", .nothing(["port 25 answers", "all is well"]))
        let report = PlanReport(plan: plan, commands: ["postfix reload"])
        let expected = """
            - domain1.test: nothing to change: port 25 answers
              all is well

            There is nothing to change.

            """
        #expect(report.text(options: TextOptions(width: 100, signs: .ascii)) == expected)
    }

    @Test func hostileTablesCannotControlTheTerminal() throws {
        let plan = try plan("a.test \u{1b}[31msmtp:x\ndomain1.test smtp:y\n", divert())
        let text = PlanReport(plan: plan).text(options: TextOptions(width: 100))
        #expect(!text.contains("\u{1b}"))
        #expect(!PlanReport(plan: plan).json(applied: false).contains("\u{1b}"))
    }

    @Test func machinesGetTheSame() throws {
        let json = PlanReport(plan: try plan("", .nothing(["port 25 answers"]))).json(
            applied: false
        )
        let expected = """
            {
              "schema": "mxprobe.transport-plan/1",
              "applied": false,
              "domains": [
                {
                  "domain": "domain1.test",
                  "decision": "unchanged",
                  "reasons": ["port 25 answers"]
                }
              ],
              "maps": [],
              "warnings": [],
              "commands": []
            }

            """
        #expect(json == expected)
    }
}
