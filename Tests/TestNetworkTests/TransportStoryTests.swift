import Foundation
import ProcessTestSupport
import Testing

/// The cure, on real Postfix: mail waits behind a blocked port, is diverted, arrives, and goes the old way again.
@Suite(
    "On the test network, with Postfix as backup MX",
    .tags(.network),
    .serialized,
    .enabled(if: NetworkAvailability.obstacle == nil, NetworkAvailability.obstacle),
    PostfixNetworkTrait()
)
struct TransportStoryTests {
    private let postfix = PostfixNetwork.shared

    @Test(
        "waiting mail arrives after apply, and revert restores every byte",
        arguments: StoryRow.all
    )
    func story(_ row: StoryRow) async throws {
        try postfix.enter("clean")
        try postfix.install(row.table, type: row.type)
        try postfix.emptyQueue()
        let before = try postfix.delivered

        try postfix.enter(row.scenario)
        try postfix.send(to: "domain1.test")
        try await postfix.waitUntilDeferred()

        let plan = try postfix.mxprobe(["transport", "plan", "domain1.test"] + row.options)
        #expect(plan.errors.isEmpty)
        #expect(plan.status == 2)
        #expect(plan.output.contains("+\(row.entry)\n"), "\(plan.output)")
        #expect(try postfix.map == row.table)

        let setUp = row.usesOverlay ? ["--init"] : []
        let apply = try postfix.mxprobe(
            ["transport", "apply", "--yes", "domain1.test"] + setUp + row.options
        )
        #expect(apply.errors.isEmpty, "\(apply.errors)")
        #expect(apply.status == 0, "\(apply.output)")
        try await Waiting.until { try postfix.delivered == before + 1 }
        #expect((try postfix.map == row.table) == row.usesOverlay)

        let diverted = try postfix.mxprobe(["diagnose", "domain1.test", "--format", "json"])
        let document = try Document(parsing: diverted.output)
        let domain = try #require(document.domains.elements.first)
        #expect(domain.verdict.text == "diverted")
        #expect(domain.route.source.text == "transport")
        #expect(domain.queue.messages.integer == 0)
        #expect(diverted.status == 1)

        // What is there already is not done twice.
        let again = try postfix.mxprobe(
            ["transport", "apply", "--yes", "domain1.test"] + row.options
        )
        #expect(again.status == 0 || again.status == 1)
        #expect(again.output.contains("nothing to change"), "\(again.output)")

        try postfix.enter("clean")
        let revert = try postfix.mxprobe(
            ["transport", "revert", "--yes", "domain1.test"] + row.options
        )
        #expect(revert.errors.isEmpty, "\(revert.errors)")
        #expect(revert.status == 0)
        #expect(try postfix.map == row.table)
        try postfix.send(to: "domain1.test")
        try await Waiting.until { try postfix.delivered == before + 2 }
        let healthy = try postfix.mxprobe(["diagnose", "domain1.test", "--format", "json"])
        #expect(
            try Document(parsing: healthy.output).domains.elements.first?.verdict.text == "healthy"
        )
    }

    @Test(
        "nothing is written where no port takes the domain's mail, and the reason is told",
        arguments: [
            ("wrong-2525", "nothing ties to the mail host"),
            ("only-login", "wants a login"),
        ]
    )
    func refusals(scenario: String, reason: String) throws {
        try postfix.enter("clean")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        try postfix.enter(scenario)
        let apply = try postfix.mxprobe(["transport", "apply", "--yes", "domain1.test"])
        #expect(apply.status == 2)
        #expect(apply.output.contains(reason), "\(apply.output)")
        #expect(try postfix.map == PostfixNetwork.recipe)
        try postfix.enter("clean")
    }

    @Test("the domains come from relay_domains, each with the entry that decides and its line")
    func relayedDomains() throws {
        try postfix.enter("clean")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        let run = try postfix.mxprobe(["diagnose", "--postfix", "--format", "json"])
        let domains = try Document(parsing: run.output).domains.elements
        #expect(
            domains.compactMap(\.domain.text) == [
                "domain1.test", "domain2.test", "secondbest.test",
            ]
        )
        #expect(domains.map(\.route.line.integer) == [2, 3, 4])
        #expect(domains.allSatisfy { $0.route.file.text == postfix.mapFile })
        #expect(
            domains.compactMap(\.route.result.text)
                == Array(repeating: "smtp:mail.domain1.test", count: 3)
        )

        let ignored = try postfix.mxprobe([
            "diagnose", "--no-postfix", "domain1.test", "--format", "json",
        ])
        let route = try #require(
            try Document(parsing: ignored.output).domains.elements.first?.route
        )
        #expect(route.source.text == "mx")
        #expect(route.result.isNull)
    }

    @Test("lookup names the line, and audit finds what the classic recipe lacks")
    func lookupAndAudit() throws {
        try postfix.enter("clean")
        try postfix.install(PostfixNetwork.recipe, type: "lmdb")
        let lookup = try postfix.lookup(["u+x@domain2.test", "--format", "json"])
        #expect(lookup.status == 0)
        let answer = try #require(try Document(parsing: lookup.output).answers.elements.first)
        #expect(answer.file.text == postfix.mapFile)
        #expect(answer.line.integer == 3)
        #expect(answer.result.text == "smtp:mail.domain1.test")
        let audit = try postfix.mxprobe(["transport", "audit", "--format", "json"])
        let document = try Document(parsing: audit.output)
        #expect(document.findings.elements.compactMap(\.id.text) == ["recipients.unchecked"])
        #expect(audit.status == 1)
    }

    /// What stands in the way, and a word of the one line that says so.
    static let obstacles: [(table: String, type: String, word: String)] = [
        (
            "# This file is managed by Puppet. DO NOT EDIT.\ndomain1.test smtp:mail.domain1.test\n",
            "hash", "Puppet"
        ),
        ("/domain1/ smtp:mail.domain1.test\n", "regexp", "patterns"),
        ("domain1.test smtp:mail.domain1.test\ndomain1.test smtp:x\n", "hash", "postmap"),
    ]

    @Test(
        "a map that must not be written stays as it is, and the reason is told",
        arguments: obstacles
    )
    func mustNotBeWritten(_ fault: (table: String, type: String, word: String)) throws {
        try postfix.enter("clean")
        try postfix.install(fault.table, type: fault.type)
        try postfix.enter("reset-r1")
        let apply = try postfix.mxprobe(["transport", "apply", "--yes", "domain1.test"])
        #expect(apply.status == 2 || apply.status == 74)
        #expect(
            (apply.output + apply.errors).contains(fault.word),
            "\(apply.output)\(apply.errors)"
        )
        #expect(try postfix.map == fault.table)
        try postfix.enter("clean")
    }
}
