import ProbeModel

/// The rules that look at the route that Postfix here would take, in the order in which their findings are shown.
enum RouteRules {
    /// A rule: what was seen and the route in, what is worth telling out.
    typealias Rule = @Sendable (RouteSituation) -> [Finding]

    /// Every rule.
    static let all: [Rule] = [
        RouteLoopRule.findings,
        RouteEndpointRule.findings,
        NexthopMXRule.findings,
        RouteDifferenceRule.findings,
        RouteKindRule.findings,
        ChangedByHandRule.findings,
        AddressEntryRule.findings,
    ]
}
