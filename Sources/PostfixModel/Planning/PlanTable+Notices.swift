import ProbeModel
import TransportMap

extension PlanTable {
    /// What is to be known of the table before it changes, one sentence each, safe to print.
    var notices: [String] { [absenceNotice, pendingNotice].compactMap(\.self) }

    /// The path of its text, safe to print.
    var shownFile: String { SafeText.escape(file ?? name) }

    /// The most lines that are named one by one: a person mends them in turn, and then plans again.
    private static let shownProblems = 3

    /// Why `postmap` would warn about the table, so that no change of it is made; empty where it would not.
    var problems: [String] {
        guard let problems = map?.problems, !problems.isEmpty else { return [] }
        let more = problems.count - Self.shownProblems
        return [
            "postmap would warn about \(shownFile), and a change is made only where it does not"
        ] + problems.prefix(Self.shownProblems).map { "\($0); \($0.cure)" }
            + (more > 0 ? ["and \(more) more line\(more == 1 ? "" : "s")"] : [])
    }

    private var absenceNotice: String? {
        guard let absence else { return nil }
        let what = absence == .text ? shownFile : "the index of \(shownFile)"
        return "transport_maps lists \(shownFile), but \(what) does not exist, and Postfix defers "
            + "all mail until it does; it is made anew"
    }
}
