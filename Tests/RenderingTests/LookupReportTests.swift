import PostfixModel
import ProbeModel
import Rendering
import Testing
import TransportMap

/// What `transport lookup` prints, to the letter.
@Suite struct LookupReportTests {
    private func decision(
        _ map: String,
        _ parameters: [String: String],
        for domain: String = "domain1.test"
    ) -> RouteDecision {
        let specification = TableSpecification("hash:/etc/postfix/transport")
        let text = TransportMap(Array(map.utf8))
        let table = text.map {
            RouteTable(
                specification,
                lookup: LookupTable(name: specification.text, map: $0),
                map: $0
            )
        }
        let common = [
            "myhostname": "backup.domain1.test", "relay_transport": "relay",
            "default_transport": "smtp",
            "mail_version": "3.7.11", "mydestination": "backup.domain1.test",
        ]
        let resolver = RouteResolver(
            parameters: MainParameters(common.merging(parameters) { $1 }),
            services: MasterService.list(
                "smtp unix - - y - - smtp\nrelay unix - - y - - smtp\nlocal unix - n n - - local\n"
                    + "error unix - - y - - error\nretry unix - - y - - error\n"
            ),
            tables: [table].compactMap(\.self),
            access: .none("not asked")
        )
        return resolver.decide(.domain(domain))
    }

    private func text(_ decision: RouteDecision, _ subject: String = "domain1.test") -> String {
        LookupReport(answers: [(subject, decision)]).text(options: TextOptions(width: 100))
    }

    @Test func anEntryIsToldWithItsLine() {
        let decision = decision(
            "# backup MX\ndomain1.test smtp:mail.domain1.test:2525\n",
            ["relay_domains": "domain1.test"]
        )
        let expected = """
            domain1.test: goes to the MX hosts of mail.domain1.test, else mail.domain1.test itself, port 2525
              Class       relay domain (relay_domains)
              Entry       /etc/postfix/transport line 2: domain1.test smtp:mail.domain1.test:2525
              Transport   smtp
              Nexthop     mail.domain1.test:2525

            """
        #expect(text(decision) == expected)
    }

    @Test func anEntryOfAnOlderIndexIsToldAsSuch() {
        let specification = TableSpecification("hash:/etc/postfix/transport")
        let table = RouteTable(
            specification,
            lookup: LookupTable(name: specification.text, matching: .fixedStrings) { key in
                key == Array("domain1.test".utf8)
                    ? .found(Array("smtp:old".utf8), line: nil) : .absent
            },
            map: TransportMap(Array("# new\ndomain1.test smtp:new\n".utf8)),
            hasOlderIndex: true
        )
        let resolver = RouteResolver(
            parameters: MainParameters(["myhostname": "a.test", "default_transport": "smtp"]),
            services: MasterService.list("smtp unix - - y - - smtp\n"),
            tables: [table],
            access: .none("not asked")
        )
        let text = text(resolver.decide(.domain("domain1.test")))
        #expect(
            text.contains("  Entry       index of /etc/postfix/transport: domain1.test smtp:old\n")
        )
        let words = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        #expect(words.contains("Postfix answers from the index until postmap is run."))
        #expect(words.contains("Line 2 of the text says: domain1.test smtp:new"))
    }

    @Test func aPatternIsNotTakenForTheQuestion() {
        var decision = decision(
            "domain1.test smtp:[mail.domain1.test]\n",
            ["relay_domains": "domain1.test"]
        )
        decision.route.pattern = "postmaster@domain1.test"
        decision.route.place = FilePlace(file: "/etc/postfix/transport.re")
        decision.route.isMatchedByPattern = true
        let text = text(decision)
        #expect(
            text.contains(
                "/etc/postfix/transport.re: a pattern, whose line the table does not tell, gives"
            )
        )
        #expect(!text.contains("postmaster"))
        let json = LookupReport(answers: [("domain1.test", decision)]).json
        #expect(json.contains("\"pattern\": null"))
    }

    @Test func withoutAnEntryTheParametersAreTold() {
        let expected = """
            domain1.test: goes to the domain's MX hosts, port 25
              Class       relay domain (relay_domains)
              Parameters  relay_transport
              Transport   relay (smtp in master.cf)
              Nexthop     domain1.test

            """
        #expect(text(decision("", ["relay_domains": "domain1.test"])) == expected)
    }

    @Test(arguments: [
        ("domain1.test error:5.1.2 gone\n", "is returned to the sender: 5.1.2 gone"),
        ("domain1.test retry:4.0.0 wait\n", "waits in the queue: 4.0.0 wait"),
        ("domain1.test local:\n", "is handed to the transport local, not to SMTP"),
        ("domain1.test smtp:[192.0.2.1]:26\n", "goes to 192.0.2.1, port 26"),
        (
            "domain1.test relay:[a.test], [b.test]:2525\n",
            "goes to a.test, port 25, then b.test, port 2525"
        ),
    ])
    func whatBecomesOfTheMail(map: String, words: String) {
        let first = text(decision(map, ["relay_domains": "domain1.test"])).split(separator: "\n")
            .first
        #expect(first.map(String.init) == "domain1.test: \(words)")
    }

    @Test func hostileEntriesCannotControlTheTerminal() {
        let decision = decision("domain1.test error:\u{1b}[31mred\n", [:])
        let report = LookupReport(answers: [("domain1.test", decision)])
        #expect(!text(decision).contains("\u{1b}"))
        #expect(!report.json.contains("\u{1b}"))
    }

    @Test func machinesGetEverything() {
        let decision = decision("domain1.test smtp:[mail.domain1.test]:2525\n", [:])
        let expected = """
            {
              "schema": "mxprobe.transport-lookup/1",
              "answers": [
                {
                  "subject": "domain1.test",
                  "class": "default",
                  "source": "transport",
                  "pattern": "domain1.test",
                  "result": "smtp:[mail.domain1.test]:2525",
                  "map": "hash:/etc/postfix/transport",
                  "file": "/etc/postfix/transport",
                  "line": 1,
                  "transport": "smtp",
                  "nexthop": "[mail.domain1.test]:2525",
                  "parameters": [],
                  "diverted_by_mxprobe": false,
                  "original_result": null,
                  "summary": "goes to mail.domain1.test, port 2525",
                  "notes": []
                }
              ]
            }

            """
        #expect(LookupReport(answers: [("domain1.test", decision)]).json == expected)
    }
}
