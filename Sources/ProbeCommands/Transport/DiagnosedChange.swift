import InternationalNames
import PostfixModel
import PostfixSystem
import ProbeEngine
import ProbeModel
import Rendering
import Settings

/// The change of the transport maps that a diagnosis of domains wants.
struct DiagnosedChange {
    let run: RunSetup
    let work: MapChangeWork
    let diagnosis: DiagnosisReport
    let plan: TransportPlan
    private let warnings: [String]

    /// The domains as they were named.
    private let names: [String]

    /// The directory of main.cf, where it was named.
    private let configurationDirectory: String?

    /// What an interrupted change has left and nobody has repaired, a sentence each.
    private let interrupted: [String]

    /// What was repaired first, a sentence each.
    let repaired: [String]

    /// The change of main.cf that belongs to it; `nil` where none does.
    let setUp: MainEdit?

    /// Diagnoses domains, or those of `relay_domains` where none is named, and plans.
    init(
        _ names: [String],
        change: ChangeOptions,
        shared: SharedOptions,
        flushes: Bool? = nil,
        repairs: Bool = false
    ) async throws {
        self.names = names
        configurationDirectory = shared.postfix.postfixConfig
        let settings = try SettingsReading.load(shared)
        let option = shared.postfix.postfixConfig
        let repair = repairs ? try await MapRepair.run(option, settings, flushes: flushes) : nil
        repaired = repair?.lines ?? []
        let transport = change.settings(settings)
        run = try await RunSetup(
            shared,
            settings: settings,
            style: transport.style.transportStyle,
            postfix: repair?.postfix
        )
        guard let postfix = run.postfix else {
            throw CommandFailure.inputOutput(
                "there is no configured Postfix on this machine; -C DIR names the directory of its main.cf"
            )
        }
        let domains =
            names.isEmpty
            ? try await postfix.namedRelayDomains() : try NameArguments.read(names).map(\.name)
        diagnosis = await run.diagnose(domains.map { Target.domain($0) })
        work = MapChangeWork(
            postfix: postfix,
            settings: transport,
            flushes: flushes ?? transport.flushQueue,
            publishesPending: change.publishPending,
            wantsList: change.style.map { $0 == .failover }
                ?? (transport.style == .failover ? true : nil)
        )
        interrupted = repairs ? [] : await postfix.interruptedChanges()
        (plan, warnings) = await work.plan(diagnosis.domains, onlyVerified: change.onlyVerified)
        setUp = try await work.setUp(plan)
    }

    /// What is printed of it.
    var report: PlanReport {
        work.report(
            plan,
            diagnosis.domains,
            warnings: warnings,
            setUp: setUp,
            interrupted: interrupted
        )
    }

    /// What is said below a plan that is only shown.
    var nothingWritten: [String] {
        if plan.isEmpty { return [] }
        let command = setUp == nil ? "mxprobe transport apply" : MapChangeWork.setUpCommand
        return ["Nothing was written; '\(command)' makes the change."]
    }

    /// The command that sets the overlay up and makes the change.
    ///
    /// The map has to be there before main.cf names it, or Postfix defers all mail: it is for nobody to do by hand.
    var setUpCommand: String {
        let directory = configurationDirectory.map { ["-C", $0] } ?? []
        return ([MapChangeWork.setUpCommand] + directory + names).joined(separator: " ")
    }

    /// The exit status where the plan was carried out: that of the domains that it could not help.
    var remainingSeverity: Severity {
        let helped = Set(
            plan.items.filter { item in
                if case .changed = item.decision { true } else { false }
            }.map(\.subject)
        )
        let others = diagnosis.domains.filter {
            !helped.contains($0.observation.resolution.domain.ascii)
        }
        return others.map(\.severity).max() ?? .ok
    }
}
