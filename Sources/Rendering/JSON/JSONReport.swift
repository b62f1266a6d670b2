package import ProbeModel

/// The answer of `diagnose` for machines, as `mxprobe.diagnosis-1.schema.json` describes it.
///
/// Every key is always there, and what is not known is `null`. Text that came from outside was made
/// safe to print (``SafeText``), so that no reader of the JSON can be tricked by a control character.
package struct JSONReport: Sendable {
    /// The name and major version of the format; it changes when a key is taken away or means something else.
    package static let schema = "mxprobe.diagnosis/1"

    let names: DisplayNames

    /// Creates a renderer.
    package init(displayNames: DisplayNames = [:]) { names = displayNames }

    /// The whole report as JSON text that ends with a line break.
    package func text(_ report: DiagnosisReport, layout: JSONWriter.Layout = .pretty) -> String {
        JSONWriter.text(document(report), layout: layout) + "\n"
    }

    /// One domain as JSON text that ends with a line break.
    package func text(_ diagnosis: DomainDiagnosis, layout: JSONWriter.Layout) -> String {
        JSONWriter.text(domain(diagnosis), layout: layout) + "\n"
    }

    /// The whole report.
    package func document(_ report: DiagnosisReport) -> JSONValue {
        [
            "schema": .text(JSONReport.schema),
            "version": .text(report.run.version),
            "severity": .name(report.severity),
            "exit_code": .number(report.severity.exitCode),
            "run": [
                "id": .text(report.run.id),
                "started_at": .text(report.run.startedAt),
                "duration_ms": .duration(report.run.duration),
                "hostname": .text(report.run.hostname),
            ],
            "egress": .array(report.egress.map { egress($0) }),
            "domains": .array(report.domains.map { domain($0) }),
        ]
    }
}
