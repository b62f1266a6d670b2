import ArgumentParser
import Glibc
import PostfixModel
import PostfixSystem
import ProbeModel
import Rendering
import Settings

/// Diagnoses domains and makes the change of the transport maps that gets their mail flowing.
struct TransportApplyCommand: AsyncParsableCommand, NamesTaking {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Diagnose domains, and change the transport map so that their mail flows.",
        discussion: """
            Shows the change and asks before it is made, unless --yes is given. The map and its index change as a whole or \
            not at all, every other byte stays, and 'transport revert' puts back what was there. Then the waiting mail of \
            the domains, and only that, is sent on its way. The exit status is 0 when nothing is left to do, else that of \
            the domains that could not be helped.
            """
    )

    @Argument(
        help: ArgumentHelp("Domains; '-' reads them from standard input.", valueName: "domain")
    )
    var names: [String] = []

    @Option(help: "How to write the answer: text or json.")
    var format: TransportFormat = .text

    @Flag(help: "Make the change without asking.")
    var yes = false

    @Flag(
        name: .customLong("init"),
        help: "Put the overlay first in transport_maps where it is not yet."
    )
    var initialize = false

    @Flag(
        inversion: .prefixedNo,
        help: "Send waiting mail on its way after the change. (default: as configured)"
    )
    var flush: Bool?

    @OptionGroup var change: ChangeOptions
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let change = try await DiagnosedChange(
            names,
            change: change,
            shared: shared,
            flushes: flush,
            repairs: true
        )
        for line in change.repaired { Console.warn(line) }
        let report = change.report
        let answer = PlanAnswer(format: format, options: shared.textOptions())
        if change.plan.isEmpty {
            try answer.write(report, applied: false)
            await change.run.drain()
            Glibc.exit(change.diagnosis.severity.exitCode)
        }
        if change.setUp != nil, !initialize {
            throw CommandFailure(
                messages: ["transport_maps does not ask the overlay first yet"],
                hint: change.setUpCommand,
                status: ExitStatus.inputOutput
            )
        }
        try change.work.checkPending(change.plan)
        try Consent.ask(showing: report, isGiven: yes, options: shared.textOptions())
        let done = try await change.work.carryOut(change.plan, setUp: change.setUp)
        try answer.write(report, applied: true, lines: done)
        await change.run.drain()
        Glibc.exit(change.remainingSeverity.exitCode)
    }
}
