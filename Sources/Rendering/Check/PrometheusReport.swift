package import ProbeModel

/// The metrics of a run for node_exporter's textfile collector: gauges in base units, without timestamps.
package struct PrometheusReport: Sendable {
    /// The most endpoints that are told one by one: labels must stay bounded, and a series costs memory for weeks.
    private static let maximumEndpoints = 10_000

    /// Creates a renderer.
    package init() {}

    /// The metrics of a run that ended at a time, in seconds since 1970 (UTC).
    package func text(_ report: DiagnosisReport, endedAt: Int64) -> String {
        (run(report, endedAt: endedAt) + domains(report.domains) + egress(report.egress)
            + endpoints(report.domains) + queues(report.domains))
            .map(\.text).joined()
    }

    private func run(_ report: DiagnosisReport, endedAt: Int64) -> [PrometheusMetric] {
        var build = PrometheusMetric("mxprobe_build_info", "The version of mxprobe; always 1.")
        build.add([("version", SafeText.escape(report.run.version))], "1")
        var last = PrometheusMetric(
            "mxprobe_last_run_timestamp_seconds",
            "When the last run ended, in seconds since 1970."
        )
        last.add([], String(endedAt))
        var duration = PrometheusMetric(
            "mxprobe_last_run_duration_seconds",
            "How long the last run took."
        )
        duration.add([], report.run.duration.secondsText)
        var counts = PrometheusMetric("mxprobe_domains", "The domains of the last run by severity.")
        for severity in Severity.allCases {
            let count = report.domains.count { $0.severity == severity }
            counts.add([("severity", severity.rawValue)], String(count))
        }
        return [build, last, duration, counts]
    }

    private func domains(_ domains: [DomainDiagnosis]) -> [PrometheusMetric] {
        var up = PrometheusMetric(
            "mxprobe_domain_up",
            "Whether mail can reach the domain: 1, 0, or NaN where it could not be told."
        )
        var severity = PrometheusMetric(
            "mxprobe_domain_severity",
            "How bad the verdict is: 0 ok, 1 warning, 2 critical, 3 unknown."
        )
        var verdict = PrometheusMetric(
            "mxprobe_domain_verdict",
            "The verdict in force; always 1."
        )
        for diagnosis in domains {
            let domain = ("domain", diagnosis.observation.resolution.domain.ascii)
            up.add([domain], diagnosis.severity.upText)
            severity.add([domain], String(diagnosis.severity.exitCode))
            verdict.add([domain, ("verdict", diagnosis.verdict.rawValue)], "1")
        }
        return [up, severity, verdict]
    }

    private func egress(_ reports: [EgressReport]) -> [PrometheusMetric] {
        var up = PrometheusMetric(
            "mxprobe_egress_up",
            "Whether port 25 out of this machine is open: 1, 0, or NaN where it could not be told."
        )
        var verdict = PrometheusMetric(
            "mxprobe_egress_verdict",
            "The verdict on port 25 out of this machine; always 1."
        )
        for report in reports {
            let family = ("family", report.family.rawValue)
            up.add([family], report.verdict.upText)
            verdict.add([family, ("verdict", report.verdict.rawValue)], "1")
        }
        return [up, verdict]
    }

    private func endpoints(_ domains: [DomainDiagnosis]) -> [PrometheusMetric] {
        var outcome = PrometheusMetric(
            "mxprobe_endpoint_outcome",
            "How the last session with an endpoint ended; always 1."
        )
        var expiry = PrometheusMetric(
            "mxprobe_certificate_expiry_timestamp_seconds",
            "When the certificate of an endpoint ends, in seconds since 1970."
        )
        var left = PrometheusReport.maximumEndpoints
        for diagnosis in domains {
            let observation = diagnosis.observation
            for host in observation.resolution.hosts {
                for probe in host.probes(among: observation.probes) where left > 0 {
                    left -= 1
                    let labels = [
                        ("domain", observation.resolution.domain.ascii),
                        ("host", SafeText.escape(host.exchange.description)),
                        ("address", probe.endpoint.address.description),
                        ("port", String(probe.endpoint.port)),
                    ]
                    outcome.add(labels + [("outcome", probe.outcome.rawValue)], "1")
                    if let end = probe.tls?.notAfter { expiry.add(labels, String(end)) }
                }
            }
        }
        return [outcome, expiry]
    }

    private func queues(_ domains: [DomainDiagnosis]) -> [PrometheusMetric] {
        var messages = PrometheusMetric(
            "mxprobe_queue_messages",
            "Messages that wait for the domain in Postfix's queue."
        )
        var oldest = PrometheusMetric(
            "mxprobe_queue_oldest_message_timestamp_seconds",
            "When the oldest of them arrived, in seconds since 1970."
        )
        for diagnosis in domains {
            guard let queue = diagnosis.queue else { continue }
            let domain = ("domain", diagnosis.observation.resolution.domain.ascii)
            messages.add([domain], String(queue.messages))
            if let arrival = queue.oldestArrival { oldest.add([domain], String(arrival)) }
        }
        return [messages, oldest]
    }
}

extension Severity {
    /// Whether mail flows, as a value of a gauge.
    fileprivate var upText: String {
        switch self {
        case .ok, .warning: "1"
        case .critical: "0"
        case .unknown: "NaN"
        }
    }
}

extension EgressVerdict {
    /// Whether port 25 is open, as a value of a gauge.
    fileprivate var upText: String {
        switch self {
        case .open, .throttled: "1"
        case .blocked, .intercepted, .locallyBlocked, .offline: "0"
        case .unavailable, .inconclusive: "NaN"
        }
    }
}

extension Duration {
    /// The duration in seconds with three to six decimals, as Nagios and Prometheus write it.
    var secondsText: String {
        let micros = wholeMicroseconds
        return "\(micros / 1_000_000)." + String(1_000_000 + micros % 1_000_000).dropFirst()
    }
}
