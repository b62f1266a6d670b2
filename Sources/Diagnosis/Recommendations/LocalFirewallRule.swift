import ProbeModel

/// Recommends `fix-local-firewall` where this machine's own rules stop port 25, and names the place to look at.
enum LocalFirewallRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        switch advice.diagnosis.verdict {
        case .healthy, .diverted, .misconfigured, .noMail, .dnsFailure: return []
        case .degraded, .blocked, .filtered, .unreachable, .rejected, .inconclusive: break
        }
        return advice.reports.filter { $0.verdict == .locallyBlocked }.map { report in
            let sign = LocalSign(report)
            return Recommendation(
                action: .fixLocalFirewall,
                reason:
                    "this machine itself stops port 25 over \(report.family.label): \(sign.meaning)",
                notes: [
                    "hosting panels do this on purpose and let only the mail server's user out (SMTP_BLOCK in "
                        + "csf, \"SMTP Restrictions\" in WHM); as root, mxprobe tries that user too"
                ],
                snippets: candidates(sign, report.family, advice) + sign.snippets(report.family)
            )
        }
    }

    /// The rules that were read and do what was seen; which of them it was, if any, is not claimed.
    private static func candidates(
        _ sign: LocalSign,
        _ family: AddressFamily,
        _ advice: AdviceCase
    ) -> [Snippet] {
        advice.context.firewallRules
            .filter { $0.families.contains(family) && sign.actions.contains($0.action) }
            .map { Snippet("a rule here that may do it: \($0.place)", $0.text) }
    }
}
