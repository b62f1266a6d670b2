import Diagnosis
import ProbeModel

/// What `--letter` has to say: the request to the provider, or why there is none.
enum LetterAnswer: Hashable {
    /// The request, ready to send.
    case letter(String)
    /// Why nobody is to be asked, without a final stop.
    case nothing(String)

    /// Writes the letter for a report; it names the domains whose mail waits because of port 25.
    init(_ report: DiagnosisReport, context: AdviceContext) {
        let waiting = report.domains.filter { $0.verdict == .blocked }
            .map(\.observation.resolution.domain)
        if let letter = UnblockLetter(domains: waiting, egress: report.egress, context: context) {
            self = .letter(letter.text)
        } else {
            self = .nothing(LetterAnswer.reason(report.egress.map(\.verdict)))
        }
    }

    private static func reason(_ verdicts: [EgressVerdict]) -> String {
        if verdicts.contains(.locallyBlocked) {
            return "this machine's own firewall stops port 25"
        }
        if verdicts.contains(.offline) { return "this machine reaches nothing on any port" }
        if verdicts.contains(.inconclusive) {
            return "it could not be told whether port 25 is blocked"
        }
        if verdicts.contains(.open) { return "port 25 out of this machine is open" }
        return "port 25 out of this machine was not judged"
    }
}
