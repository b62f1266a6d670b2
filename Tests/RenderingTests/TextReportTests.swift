import ProbeModel
import Testing

@testable import Rendering

/// What the text must have, whatever its wording.
@Suite struct TextReportTests {
    /// Signs and colours say nothing that the words do not: without them, every fact is still there.
    @Test(arguments: GoldenTests.situations) func wordsAreEnough(_ situation: Situation) {
        let unicode = words(situation, .unicode)
        let ascii = words(situation, .ascii)
        #expect(unicode == ascii)
        for diagnosis in situation.report.domains {
            #expect(unicode.contains(diagnosis.verdict.rawValue.uppercased() + ":"))
            let explained = ExplainedFindings(diagnosis, egress: situation.report.egress)
            for finding in diagnosis.findings where !explained.contain(finding) {
                let severity = finding.severity == .ok ? "note:" : "\(finding.severity.rawValue):"
                #expect(unicode.contains(severity))
            }
        }
    }

    private func words(_ situation: Situation, _ signs: SignStyle) -> [String] {
        let output = TextReport(options: TextOptions(width: 200, signs: signs)).text(
            situation.report
        )
        let marks = Set(
            SignStyle.allCases.flatMap { style in
                Mark.allCases.map { style.sign($0) } + [style.arrow, style.dot]
            }
        )
        return output.split { $0 == " " || $0 == "\n" }.map(String.init).filter {
            !marks.contains($0)
        }
    }

    /// A healthy domain takes about five lines.
    @Test func healthyIsShort() throws {
        let healthy = try #require(GoldenTests.situations.first { $0.name == "healthy" })
        let lines = TextReport().text(healthy.report).split(separator: "\n")
        #expect(lines.count <= 5)
    }

    /// At any width, every line fits, none ends in a space, and no two empty lines meet.
    @Test(arguments: GoldenTests.situations) func anyWidthIsTidy(_ situation: Situation) {
        let copied = situation.linesToCopy
        for width in [40, 47, 61, 80, 100, 133, 200] {
            let report = TextReport(
                options: TextOptions(width: width, isVerbose: width % 2 == 0),
                displayNames: situation.displayNames
            )
            let output = report.text(situation.report)
            let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
            let tooWide = lines.filter {
                DisplayWidth.of($0) > width && !copied.contains($0.drop { $0 == " " })
            }
            #expect(tooWide.isEmpty, "\(width)")
            #expect(lines.allSatisfy { $0.last != " " })
            #expect(!output.contains("\n\n\n") && !output.hasPrefix("\n"))
            #expect(output.hasSuffix("\n") && !output.hasSuffix("\n\n"))
        }
    }

    /// A reply of 64 KiB does not bury the answer.
    @Test func longQuotesAreCut() throws {
        let long = String(repeating: "spam ", count: 13000)
        let rejected = try #require(GoldenTests.situations.first { $0.name == "rejected" })
        var report = rejected.report
        report.domains[0].summary = long
        report.domains[0].findings = [Finding(.reputation, .critical, subject: "x", message: long)]
        let output = TextReport(options: TextOptions(isVerbose: true)).text(report)
        #expect(output.utf8.count < 4000)
        #expect(output.contains("…"))
    }

    /// The entry to copy is whole even where it is wider than the page.
    @Test func entriesAreNotBroken() throws {
        let filtered = try #require(GoldenTests.situations.first { $0.name == "filtered" })
        let output = TextReport(options: TextOptions(width: 40)).text(filtered.report)
        #expect(output.contains("domain1.test  smtp:mail.domain1.test:2525\n"))
    }

    @Test func nothingToSayIsEmpty() {
        #expect(TextReport().text(Build.report([])) == "")
    }

    /// A fact that many hosts share names the first six, and with details all of them.
    @Test(arguments: [(false, "and 9 more"), (true, "203.0.113.120:25 [smtp.endpoint-fails]")])
    func manySubjects(_ isVerbose: Bool, _ end: String) throws {
        let many = try #require(GoldenTests.situations.first { $0.name == "twenty-hosts" })
        let output = TextReport(options: TextOptions(isVerbose: isVerbose)).text(many.report)
        let line = output.replacing(/\n +/, with: " ")
        #expect(line.contains(end))
    }
}
