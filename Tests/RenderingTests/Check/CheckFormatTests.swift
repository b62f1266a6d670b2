import Foundation
import ProbeModel
import TestSupport
import Testing

@testable import Rendering

/// The formats of `check` are what their goldens and their grammars say.
@Suite struct CheckFormatTests {
    static let chosen = [
        "healthy", "several", "blocked", "dns-failure", "degraded", "twenty-hosts",
    ]

    static var situations: [Situation] {
        GoldenTests.situations.filter { chosen.contains($0.name) }
    }

    /// A situation with mail waiting for its first domain.
    private static func queued(_ situation: Situation) -> DiagnosisReport {
        var report = situation.report
        var queue = QueueSummary(readAt: Build.now, lifetime: 432_000)
        queue.messages = 312
        queue.oldestArrival = Build.now - 187_200
        if !report.domains.isEmpty { report.domains[0].queue = queue }
        return report
    }

    @Test(arguments: situations) func goldens(_ situation: Situation) throws {
        let report = Self.queued(situation)
        let name = situation.name
        try Golden.expect(NagiosReport().text(report), "Check/\(name).nagios")
        try Golden.expect(
            PrometheusReport().text(report, endedAt: Build.now),
            "Check/\(name).prom"
        )
        try Golden.expect(CheckSummary().text(report), "Check/\(name).txt")
    }

    @Test func allSituationsExist() { #expect(Self.situations.count == Self.chosen.count) }

    /// Quiet means silent when all is well, and only then.
    @Test(arguments: GoldenTests.situations) func quiet(_ situation: Situation) {
        let text = CheckSummary(isQuiet: true).text(situation.report)
        #expect(text.isEmpty == (situation.report.severity == .ok))
        if !text.isEmpty { #expect(text == CheckSummary().text(situation.report)) }
    }

    /// A line is the object that `diagnose` prints, and the run's id at its end.
    @Test(arguments: GoldenTests.situations) func ndjson(_ situation: Situation) throws {
        let report = NDJSONReport(runID: "3f0c9a1e", displayNames: situation.displayNames)
        for diagnosis in situation.report.domains {
            let line = report.line(diagnosis)
            #expect(line.utf8.count { $0 == UInt8(ascii: "\n") } == 1 && line.hasSuffix("\n"))
            let own = JSONReport(displayNames: situation.displayNames)
                .text(diagnosis, layout: .compact)
            #expect(line == own.dropLast(2) + ",\"run_id\":\"3f0c9a1e\"}\n")
            #expect(try JSONDocument(parsing: line)["run_id"]?.text == "3f0c9a1e")
        }
    }

    @Test(arguments: GoldenTests.situations) func nagiosFollowsItsGrammar(
        _ situation: Situation
    )
        throws
    {
        let report = Self.queued(situation)
        let output = try #require(NagiosOutput(NagiosReport().text(report)))
        #expect(output.state == report.severity.rawValue.uppercased())
        #expect(output.performance["domains"] == Double(report.domains.count))
        #expect(output.performance["time"] == 0.8124)
        if !report.domains.isEmpty { #expect(output.performance["queued messages"] == 312) }
    }

    @Test(arguments: GoldenTests.situations) func prometheusFollowsItsGrammar(
        _ situation: Situation
    ) throws {
        let report = Self.queued(situation)
        let metrics = try #require(
            PrometheusText(PrometheusReport().text(report, endedAt: Build.now))
        )
        let last = metrics.samples["mxprobe_last_run_timestamp_seconds"]
        #expect(last == String(Build.now))
        for diagnosis in report.domains {
            let domain = diagnosis.observation.resolution.domain.ascii
            let up = metrics.samples["mxprobe_domain_up{domain=\"\(domain)\"}"]
            switch diagnosis.severity {
            case .ok, .warning: #expect(up == "1")
            case .critical: #expect(up == "0")
            case .unknown: #expect(up == "NaN")
            }
        }
    }

    /// Whatever peers say, the formats hold and stay within bounds.
    @Test(arguments: 0..<6) func hostileTextIsHarmless(_ seed: UInt64) throws {
        var report = try HostileReport(seed: seed).report
        let first = try #require(report.domains.first)
        report.domains += Array(repeating: first, count: 60)
        for index in report.domains.indices {
            report.domains[index].severity = .critical
            report.domains[index].summary = "a | b\n'c'=1;2 \u{1b}[31m" + first.summary
        }
        let nagios = NagiosReport().text(report)
        #expect(nagios.utf8.count <= 4096 && nagios.contains("... and "))
        let output = try #require(NagiosOutput(nagios))
        #expect(output.performance["domains"] == 61)
        let prometheus = PrometheusReport().text(report, endedAt: 0)
        #expect(PrometheusText(prometheus) != nil)
        for text in [nagios, prometheus, CheckSummary().text(report)] {
            #expect(
                !text.unicodeScalars.contains {
                    $0 != "\n" && $0.properties.generalCategory == .control
                }
            )
        }
    }

    @Test func checksNothing() throws {
        var report = try #require(GoldenTests.situations.first).report
        report.domains = []
        report.egress = []
        #expect(CheckSummary().text(report) == "UNKNOWN: 0 domains\n")
        #expect(NagiosOutput(NagiosReport().text(report))?.state == "UNKNOWN")
    }
}
