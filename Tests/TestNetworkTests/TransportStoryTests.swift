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
}
