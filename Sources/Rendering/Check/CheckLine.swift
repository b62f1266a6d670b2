import ProbeModel

/// What a health check says of one domain, in one line.
struct CheckLine: Sendable {
    let diagnosis: DomainDiagnosis

    /// `domain1.com: blocked, port 25 out of this machine is dropped`.
    var text: String {
        let domain = diagnosis.observation.resolution.domain.ascii
        return SafeText.escape("\(domain): \(diagnosis.verdict.rawValue), \(diagnosis.summary)")
    }
}

extension Severity {
    /// The word of the Nagios plugin guidelines.
    var word: String { rawValue.uppercased() }
}

extension DiagnosisReport {
    /// The domains that are not as they should be, the worst first, and else in the order asked.
    var troubled: [DomainDiagnosis] {
        domains.filter { $0.severity != .ok }
            .enumerated()
            .sorted { left, right in
                left.element.severity == right.element.severity
                    ? left.offset < right.offset : left.element.severity > right.element.severity
            }
            .map(\.element)
    }

    /// The domains in a few words: `5 domains: 3 healthy, 2 blocked`.
    var totals: String {
        var tally = VerdictTally()
        for diagnosis in domains { tally.add(diagnosis.verdict, diagnosis.severity) }
        return tally.text
    }

    /// This machine's port 25 in a few words, for the families in which it is not as it should be.
    var egressTrouble: [String] {
        egress.filter { $0.verdict != .open && $0.verdict != .unavailable }.map { report in
            let how = report.method.map { " (\($0.rawValue))" } ?? ""
            let place = report.blockedAt?.address.map { " at or just after \($0)" } ?? ""
            return "port 25 out of this machine over \(report.family.rawValue): "
                + report.verdict.rawValue + how + place
        }
    }
}
