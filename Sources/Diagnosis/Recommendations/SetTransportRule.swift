import ProbeModel

/// Recommends `set-transport` where port 25 cannot be used and another port of the same mail system takes the domain.
///
/// Silent where nothing proves or at least allows that the port takes the domain's mail without a login:
/// mail sent to the wrong port is bounced, which is worse than waiting.
enum SetTransportRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        guard advice.isPortUnusable else { return [] }
        let ports = AlternatePort.fit(AlternatePort.all(advice))
        guard let port = ports.first, case .fit(let isProven, let reason) = port.fitness,
            let plan = EntryPlan(port, advice)
        else { return [] }
        var notes = plan.notes
        let form = form(plan, advice, notes: &notes)
        notes += sideEffects(plan, port, advice)
        if port.needsWrapper {
            notes.append(
                "port 465 speaks TLS from the first byte, so the service below must be in master.cf first"
            )
        }
        let isVerified = isProven && !port.needsWrapper
        return [
            Recommendation(
                action: .setTransport,
                pattern: plan.pattern,
                result: form.result,
                alternative: form.alternative,
                verified: isVerified,
                reason: "\(port.label) \(reason)",
                notes: notes,
                snippets: port.needsWrapper
                    ? [WrapperService.snippet] : command(advice, isVerified: isVerified)
            )
        ]
    }

    /// The command that makes the change, which it does only where the port took the domain.
    private static func command(_ advice: AdviceCase, isVerified: Bool) -> [Snippet] {
        guard advice.context.canChangeMap, isVerified else { return [] }
        return [Snippet("makes this change", "mxprobe transport apply \(advice.domain)")]
    }

    /// The result in the wanted style and the one in the other, where there is one.
    private static func form(
        _ plan: EntryPlan,
        _ advice: AdviceCase,
        notes: inout [String]
    ) -> (result: String, alternative: String?) {
        guard let failover = plan.failover else { return (plan.result, nil) }
        let wantsFailover = advice.context.style == .failover
        if let obstacle = failoverObstacle(advice) {
            if wantsFailover { notes.append(obstacle) }
            return (plan.result, nil)
        }
        let version = advice.context.postfixVersion
        notes.append(
            "the list tries port 25 first, so it heals itself, at the price of a connect timeout per "
                + "delivery attempt while 25 is silent"
                + (version == nil
                    ? "; it needs Postfix \(PostfixVersion.listsNexthops) or later" : "")
        )
        return wantsFailover ? (failover, plan.result) : (plan.result, failover)
    }

    private static func failoverObstacle(_ advice: AdviceCase) -> String? {
        if advice.families.contains(where: { advice.isIntercepted($0) }) {
            return
                "no list with port 25: the device in between answers there, so Postfix would never move on"
        }
        if let version = advice.context.postfixVersion, version < PostfixVersion.listsNexthops {
            return "no list with port 25: that needs Postfix \(PostfixVersion.listsNexthops), "
                + "and this is \(version)"
        }
        return nil
    }

    private static func sideEffects(
        _ plan: EntryPlan,
        _ port: AlternatePort,
        _ advice: AdviceCase
    ) -> [String] {
        var notes = [
            "smtp_tls_policy_maps and smtp_sasl_password_maps are looked up by nexthop: an entry for "
                + "\(SafeText.escape(plan.oldNexthop)) must be repeated for \(SafeText.escape(plan.nexthop))"
        ]
        let host = advice.hosts.first { $0.name == port.host }
        if let host, !host.secureTLSARecords.isEmpty {
            notes.append(
                "DANE looks at _\(port.port)._tcp.\(port.host) then: without TLSA records there, dane falls "
                    + "back to opportunistic TLS and dane-only defers"
            )
        }
        let others = advice.hosts.compactMap(\.name).filter { $0 != port.host }
        if advice.route.source != .transport, !others.isEmpty {
            notes.append(
                "mail then goes to \(port.host) alone, no longer to \(others.map(\.ascii).asList)"
            )
        }
        return notes
    }
}
