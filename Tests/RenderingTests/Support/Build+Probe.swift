import ProbeModel

extension Build {
    /// A probe that ended before a connection came about.
    static func failed(
        _ address: String,
        _ port: UInt16 = 25,
        _ outcome: Outcome,
        error: (code: Int32, name: String)? = nil,
        icmp: (type: UInt8, code: UInt8, sender: String)? = nil,
        retransmits: Int? = nil,
        total: Duration = .milliseconds(8000)
    ) throws -> ProbeObservation {
        let endpoint = Endpoint(address: try self.address(address), port: port)
        var probe = ProbeObservation(endpoint: endpoint, outcome: outcome)
        probe.systemError = error.map { SystemError(call: "connect", code: $0.code, name: $0.name) }
        probe.icmp = try icmp.map {
            ICMPError(
                family: endpoint.address.family,
                type: $0.type,
                code: $0.code,
                sender: try self.address($0.sender)
            )
        }
        probe.synRetransmits = retransmits
        probe.timings = ProbeTimings(total: total)
        return probe
    }

    /// No answer to any of three SYNs.
    static func timeout(_ address: String, _ port: UInt16 = 25) throws -> ProbeObservation {
        try failed(address, port, .timeout, error: (110, "ETIMEDOUT"), retransmits: 2)
    }

    /// A probe that went through the whole dialogue.
    static func ready(
        _ address: String,
        _ port: UInt16 = 25,
        host: String = "mail.domain1.test",
        tls: TLSObservation? = Build.verified(),
        acceptance: Acceptance = .notTested,
        acceptanceReply: Reply? = nil
    ) throws -> ProbeObservation {
        let endpoint = Endpoint(address: try self.address(address), port: port)
        var probe = ProbeObservation(endpoint: endpoint, outcome: .ready, phase: .quit)
        probe.greeting = try reply(220, "\(host) ESMTP Postfix")
        let common = [
            Capability(keyword: "PIPELINING"),
            Capability(keyword: "SIZE", parameters: ["10240000"]),
            Capability(keyword: "8BITMIME"),
        ]
        let offersTLS = tls != nil && endpoint.tlsMode == .starttls
        probe.clearCapabilities = Capabilities(
            common + (offersTLS ? [Capability(keyword: "STARTTLS")] : [])
        )
        probe.capabilities = Capabilities(common)
        probe.startTLS = offersTLS ? .established : .notOffered
        probe.tls = tls
        probe.acceptance = acceptance
        probe.acceptanceReply = acceptanceReply
        probe.synRetransmits = 0
        probe.timings = ProbeTimings(
            connect: .microseconds(10_200),
            greeting: .microseconds(11_900),
            ehlo: .microseconds(10_400),
            starttls: tls == nil ? nil : .microseconds(31_050),
            acceptance: acceptance == .notTested ? nil : .microseconds(42_000),
            total: .microseconds(118_700)
        )
        return probe
    }

    /// A probe that a reply ended.
    static func turnedAway(
        _ address: String,
        _ outcome: Outcome,
        _ reply: Reply,
        phase: Phase = .greeting
    ) throws -> ProbeObservation {
        var probe = ProbeObservation(
            endpoint: Endpoint(address: try self.address(address), port: 25),
            outcome: outcome,
            phase: phase
        )
        probe.greeting = reply
        probe.reply = reply
        probe.timings = ProbeTimings(
            connect: .microseconds(10_200),
            greeting: .microseconds(52_000),
            total: .microseconds(73_000)
        )
        return probe
    }

    /// A handshake that a trusted root or DANE vouches for.
    static func verified(
        names: [String] = ["mail.domain1.test"],
        dane: DANEVerdict? = nil
    )
        -> TLSObservation
    {
        TLSObservation(
            version: "TLSv1.3",
            cipher: "TLS_AES_256_GCM_SHA384",
            verified: true,
            error: nil,
            names: names,
            notAfter: now + 60 * 86400,
            dane: dane
        )
    }

    /// A handshake with a certificate that nobody vouches for.
    static func unverified(_ error: String, version: String = "TLSv1.3") -> TLSObservation {
        TLSObservation(
            version: version,
            cipher: "ECDHE-RSA-AES256-GCM-SHA384",
            verified: false,
            error: error,
            names: ["localhost"],
            notAfter: now + 400 * 86400,
            dane: nil
        )
    }
}
