import ProbeModel
import Rendering

extension Situation {
    /// Servers that answer, and not as mail servers should.
    static func oddServers() throws -> Situation {
        let names = ["http", "tarpit", "reset", "drip", "helo", "starttls", "masked", "implicit"]
        let hosts = try names.enumerated().map { index, name in
            try Build.host(10, "\(name).odd.test", ["203.0.113.\(200 + index)"])
        }
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("odd.test", hosts),
                probes: try oddProbes(),
                observedAt: Build.now
            ),
            verdict: .degraded,
            summary: "3 of 8 MX hosts answer on port 25 as they should",
            findings: [
                Finding(
                    .startTLSFails,
                    .warning,
                    subject: "starttls.odd.test",
                    message: "STARTTLS is offered and then fails (wrong version number), so mail "
                        + "travels in clear"
                ),
                Finding(
                    .ehloRefused,
                    .warning,
                    subject: "helo.odd.test",
                    message: "EHLO is refused and HELO accepted: no TLS, no extensions"
                ),
            ]
        )
        return Situation(name: "odd-servers", report: Build.report([diagnosis]))
    }

    private static func oddProbes() throws -> [ProbeObservation] {
        func odd(_ last: Int, _ outcome: Outcome, _ phase: Phase) throws -> ProbeObservation {
            var probe = try Build.failed(
                "203.0.113.\(last)",
                25,
                outcome,
                total: .milliseconds(60_030)
            )
            probe.phase = phase
            probe.timings.connect = .microseconds(10_200)
            return probe
        }
        var http = try odd(200, .notSMTP, .greeting)
        http.rawBytes =
            Array("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n".utf8) + [0xff, 0x1b]
        http.timings.total = .milliseconds(22)
        var reset = try odd(202, .reset, .greeting)
        reset.systemError = SystemError(call: "recv", code: 104, name: "ECONNRESET")
        reset.timings.total = .milliseconds(21)
        var drip = try odd(203, .silent, .ehlo)
        drip.greeting = try Build.reply(220, "drip.odd.test ESMTP")
        drip.timings.greeting = .milliseconds(14_500)
        var helo = try Build.ready("203.0.113.204", host: "helo.odd.test", tls: nil)
        helo.usedHELO = true
        helo.capabilities = Capabilities()
        helo.reply = try Build.reply(502, "5.5.2 Error: command not recognized")
        var startTLS = try Build.ready("203.0.113.205", host: "starttls.odd.test", tls: nil)
        startTLS.startTLS = .failed("wrong version number")
        let masked = try Build.ready(
            "203.0.113.206",
            host: "******************",
            tls: Build.unverified("host name mismatch")
        )
        var implicit = try odd(207, .tlsFailed, .tls)
        implicit.tlsError = "no protocols available"
        implicit.timings.total = .milliseconds(43)
        return [
            http, try odd(201, .silent, .greeting), reset, drip, helo, startTLS, masked, implicit,
        ]
    }
}
