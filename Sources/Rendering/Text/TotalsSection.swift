import ProbeModel

/// The last lines of a report: how many domains got which verdict, and with details the run itself.
struct TotalsSection: Sendable {
    let report: DiagnosisReport
    let page: Page

    var lines: [StyledText] { totals + run }

    private var totals: [StyledText] {
        guard report.domains.count > 1 else { return [] }
        let counts = Verdict.allCases.compactMap { verdict -> StyledText? in
            let count = report.domains.count { $0.verdict == verdict }
            guard count > 0 else { return nil }
            return page.text("\(count) ")
                + page.text(verdict.rawValue, Mark(verdict.severity).style)
        }
        var body = page.text("\(report.domains.count) domains: ")
        for (index, count) in counts.enumerated() {
            body += (index > 0 ? page.text(", ") : .init()) + count
        }
        return page.hanging(body, after: .init(), indent: Page.margin)
    }

    private var run: [StyledText] {
        guard page.options.isVerbose else { return [] }
        let run = report.run
        let body = """
            Run \(run.id) of mxprobe \(run.version) on \(run.hostname), \(run.startedAt), took \
            \(run.duration.spokenText).
            """
        return page.hanging(page.text(body, .faint), after: .init(), indent: Page.margin)
    }
}
