import ProbeModel
import TransportMap

extension PlanTable {
    /// Why a change of the table is not planned, and the way out where a person has to decide; one sentence each.
    func sentences(_ refusal: EditRefusal, for pattern: [UInt8]?) -> [String] {
        let first = "\(shownFile): \(refusal)"
        guard let pattern else { return [first] + wayOut(refusal) }
        let shown = SafeText.escape(pattern)
        let forget = "'mxprobe transport revert --forget \(shown)'"
        switch refusal {
        case .changedByHand(let line), .entryMissing(let line):
            return [first, before(pattern, line: line), now(pattern)] + [
                "\(forget) leaves that as it is and takes mxprobe's comment away; "
                    + "to have the old entry back, write it there first"
            ]
        case .ambiguous:
            return [first, now(pattern)] + [
                "\(forget) leaves the entries as they are and takes mxprobe's comments away"
            ]
        default: return [first] + wayOut(refusal)
        }
    }

    private func wayOut(_ refusal: EditRefusal) -> [String] {
        switch refusal {
        case .unreadableMarker(let line):
            ["take the comment in line \(line) away if the entry below it is to stay as it is"]
        case .hidden(let line): ["take the entry in line \(line) or the diverted one away"]
        default: []
        }
    }

    /// What stood there before the diversion of whose marker the line is known.
    private func before(_ pattern: [UInt8], line: Int) -> String {
        let diversion = map?.diversions.first { $0.line == line && $0.pattern == pattern }
        guard let original = diversion?.original, !original.isEmpty else {
            return "before the diversion there was no entry"
        }
        return "before the diversion there was: \(SafeText.escape(original))"
    }

    /// What stands there now.
    private func now(_ pattern: [UInt8]) -> String {
        guard let entry = map?.entry(for: pattern) else { return "now there is no entry" }
        return "now line \(entry.lines.lowerBound) says: \(entry.patternText) \(entry.resultText)"
    }
}
