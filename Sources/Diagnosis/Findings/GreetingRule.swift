import ProbeModel

/// Looks at how servers greet: late, masked, in a foreign tone, or without EHLO.
enum GreetingRule {
    /// From when a greeting counts as slow; impatient senders give up a little later.
    static let slow = Duration.seconds(10)

    static func findings(_ observation: DomainObservation) -> [Finding] {
        observation.candidateHosts.flatMap { host in
            observation.probes(of: host)
                .filter { $0.endpoint.port == Endpoint.smtpPort }
                .flatMap { findings(host: host, probe: $0) }
        }
    }

    private static func findings(host: MXHost, probe: ProbeObservation) -> [Finding] {
        let subject = "\(host.exchange) \(probe.endpoint)"
        var findings: [Finding] = []
        if let time = probe.timings.greeting, time >= slow {
            findings.append(
                Finding(
                    .greetingSlow,
                    .warning,
                    subject: subject,
                    message:
                        "greets only after \(time.components.seconds) s; impatient senders give up before"
                )
            )
        }
        if probe.usedHELO {
            findings.append(
                Finding(
                    .ehloRefused,
                    .warning,
                    subject: subject,
                    message: "refuses EHLO and accepts HELO: no TLS, no extensions"
                )
            )
        }
        if let greeting = probe.greeting, greeting.isMaskedGreeting {
            findings.append(
                Finding(
                    .greetingMasked,
                    .warning,
                    subject: subject,
                    message:
                        "the greeting is masked with asterisks: a firewall rewrites SMTP on the way "
                        + "(Cisco \"inspect esmtp\" does this)"
                )
            )
        }
        if let reply = probe.reply, probe.outcome != .ready, ReputationHint(reply) != nil {
            findings.append(
                Finding(
                    .reputation,
                    .warning,
                    subject: subject,
                    message:
                        "the refusal speaks of rate or reputation, not of an outage: \(reply.summary)"
                )
            )
        }
        return findings
    }
}
