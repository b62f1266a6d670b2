import ProbeModel

/// The rules that give advice, in the order in which it is shown: the smallest change first.
enum AdviceRules {
    /// A rule: the case in, what to do about it out.
    typealias Rule = @Sendable (AdviceCase) -> [Recommendation]

    /// Every rule but ``NothingRule``, which speaks when all others are silent.
    static let all: [Rule] = [
        LocalFirewallRule.recommend,
        AddressFamilyRule.recommend,
        RestoreTransportRule.recommend,
        RouteRepairRule.recommend,
        SetTransportRule.recommend,
        RelayhostRule.recommend,
        OpenPortRule.recommend,
        UnblockRule.recommend,
        FixDNSRule.recommend,
        ContactRemoteRule.recommend,
    ]
}
