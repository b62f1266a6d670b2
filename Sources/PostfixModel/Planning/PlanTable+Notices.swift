import ProbeModel

extension PlanTable {
    /// What is to be known of the table before it changes, one sentence each, safe to print.
    var notices: [String] { [absenceNotice].compactMap(\.self) }

    /// The path of its text, safe to print.
    var shownFile: String { SafeText.escape(file ?? name) }

    private var absenceNotice: String? {
        guard let absence else { return nil }
        let what = absence == .text ? shownFile : "the index of \(shownFile)"
        return "transport_maps lists \(shownFile), but \(what) does not exist, and Postfix defers "
            + "all mail until it does; it is made anew"
    }
}
