import PostfixModel
import ProbeModel
import Rendering
import Testing

@Suite("the report of an audit")
struct AuditReportTests {
    private func report(_ count: Int, others: Int = 0) -> AuditReport {
        func finding(_ number: Int, _ id: AuditFindingID, _ severity: Severity) -> AuditFinding {
            AuditFinding(
                id,
                severity,
                subject: "domain\(number).test",
                place: FilePlace(file: "/etc/postfix/transport", line: number),
                message: "domain\(number).test has a transport entry.",
                cure: "Nothing."
            )
        }
        return AuditReport(
            configuration: "/etc/postfix",
            instance: "the default instance",
            warnings: [],
            findings: (0..<others).map { finding($0, .entryNotRelayed, .warning) }
                + (1...count).map { finding($0, .entryNotRelayed, .ok) },
            waiting: []
        )
    }

    private func lines(_ report: AuditReport, isVerbose: Bool = false) -> [Substring] {
        report.text(options: TextOptions(isVerbose: isVerbose))
            .split(separator: "\n")
    }

    @Test(
        "of findings that are alike the first few are shown, and the others counted",
        arguments: [(5, nil), (6, "1 more like it"), (200_000, "199995 more like these")]
            as [(Int, String?)]
    )
    func alike(count: Int, words: String?) {
        let lines = lines(report(count))
        #expect(lines.filter { $0.contains("has a transport entry") }.count == 5)
        let told = lines.filter { $0.contains("more like") }
        #expect(told.count == (words == nil ? 0 : 1))
        if let words { #expect(told.first?.contains("and \(words) (entry.not-relayed") == true) }
    }

    @Test("findings of another severity are not counted among them")
    func severities() {
        let lines = lines(report(7, others: 2))
        #expect(lines.filter { $0.contains("has a transport entry") }.count == 7)
        #expect(lines.contains { $0.contains("and 2 more like these") })
    }

    @Test("whoever wants all gets all, as does a machine")
    func all() {
        let report = report(9)
        let lines = lines(report, isVerbose: true)
        #expect(lines.filter { $0.contains("has a transport entry") }.count == 9)
        #expect(!lines.contains { $0.contains("more like") })
        #expect(report.json.split(separator: "\n").filter { $0.contains("\"line\":") }.count == 9)
    }
}
