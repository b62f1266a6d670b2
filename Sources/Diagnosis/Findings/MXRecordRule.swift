import ProbeModel

/// Looks at the MX records as a set (RFC 5321 section 5.1, RFC 7505 section 3).
enum MXRecordRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        let resolution = observation.resolution
        var findings: [Finding] = []
        let records = resolution.mxLookup.mxRecords
        if records.count > 1, records.contains(where: { $0.exchange.isRoot }) {
            findings.append(
                Finding(
                    .mxNullNotAlone,
                    .warning,
                    subject: resolution.domain.ascii,
                    message:
                        "a null MX (\"0 .\") stands beside other MX records; it must be the only one "
                        + "(RFC 7505) and is ignored"
                )
            )
        }
        if let target = resolution.mxLookup.canonicalName {
            findings.append(
                Finding(
                    .domainIsCNAME,
                    .ok,
                    subject: resolution.domain.ascii,
                    message: "the domain is an alias of \(target)"
                )
            )
        }
        if resolution.omittedHosts > 0 {
            findings.append(
                Finding(
                    .mxTooMany,
                    .warning,
                    subject: resolution.domain.ascii,
                    message: "\(resolution.omittedHosts) further MX hosts were not looked at"
                )
            )
        }
        return findings
    }
}
