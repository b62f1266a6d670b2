package import ProbeModel

extension JSONReport {
    /// One domain: an element of `domains`, and a line of NDJSON.
    package func domain(_ diagnosis: DomainDiagnosis) -> JSONValue {
        let observation = diagnosis.observation
        let resolution = observation.resolution
        return [
            "domain": .text(resolution.domain.ascii),
            "domain_unicode": .text(names.unicode(resolution.domain)),
            "verdict": .name(diagnosis.verdict),
            "severity": .name(diagnosis.severity),
            "exit_code": .number(diagnosis.severity.exitCode),
            "summary": .text(diagnosis.summary),
            "mx_source": .name(resolution.source),
            "dnssec": .name(resolution.mxLookup.dnssec),
            "route": route(diagnosis.route, seen: observation.route),
            "queue": diagnosis.queue.map { queue($0) } ?? .null,
            "observed_at": .time(observation.observedAt),
            "interrupted": .bool(observation.isInterrupted),
            "usable_families": .array(
                AddressFamily.allCases.filter(observation.usableFamilies.contains).map { .name($0) }
            ),
            "resolver_strips_dnssec": .bool(observation.resolverStripsDNSSEC),
            "mx_lookup": lookup(resolution.mxLookup),
            "omitted_hosts": .number(resolution.omittedHosts),
            "hosts": .array(resolution.hosts.map { host($0, probes: observation.probes) }),
            "findings": .array(diagnosis.findings.map { finding($0) }),
            "recommendations": .array(diagnosis.recommendations.map { recommendation($0) }),
        ]
    }

    private func finding(_ finding: Finding) -> JSONValue {
        [
            "id": .name(finding.id),
            "severity": .name(finding.severity),
            "subject": .text(finding.subject),
            "message": .text(finding.message),
        ]
    }

    private func recommendation(_ recommendation: Recommendation) -> JSONValue {
        [
            "action": .name(recommendation.action),
            "pattern": .text(recommendation.pattern),
            "result": .text(recommendation.result),
            "alternative": .text(recommendation.alternative),
            "verified": .bool(recommendation.verified),
            "reason": .text(recommendation.reason),
            "notes": .texts(recommendation.notes),
            "snippets": .array(recommendation.snippets.map { snippet($0) }),
        ]
    }

    /// Lines to copy: the one text that keeps its line feeds, each line made safe by itself.
    private func snippet(_ snippet: Snippet) -> JSONValue {
        let lines = snippet.lines.map { SafeText.escape($0) }
        return ["title": .text(snippet.title), "text": .string(lines.joined(separator: "\n"))]
    }
}
