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
                snippets: sign.snippets(report.family)
            )
        }
    }
}
