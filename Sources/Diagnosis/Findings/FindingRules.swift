import ProbeModel

/// The rules that look for things worth telling, in the order in which their findings are shown.
enum FindingRules {
    /// A rule: what was seen in, what is worth telling out.
    typealias Rule = @Sendable (DomainObservation) -> [Finding]

    /// Every rule.
    static let all: [Rule] = [
        InterruptionRule.findings,
        DNSSECRule.findings,
        MXRecordRule.findings,
        MXHostRule.findings,
        SpecialPurposeRule.findings,
        SelfRule.findings,
        FamilyRule.findings,
        EndpointRule.findings,
        GreetingRule.findings,
        AcceptanceRule.findings,
        StartTLSRule.findings,
        CertificateRule.findings,
        DANERule.findings,
    ]
}
