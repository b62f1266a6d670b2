import ProbeModel

/// Makes texts, names and probes out of hostile pieces, the same for the same seed.
struct HostileText {
    let pieces: [[UInt8]]
    private var state: UInt64

    init(pieces: [[UInt8]], seed: UInt64) {
        self.pieces = pieces
        state = seed
    }

    /// The next number of a SplitMix64 sequence.
    private mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes() -> [UInt8] {
        (0..<next() % 3 + 1).flatMap { _ in pieces[Int(next() % UInt64(pieces.count))] }
    }

    mutating func text() -> String { String(decoding: bytes(), as: UTF8.self) }

    mutating func name() -> DNSName {
        let labels = (0..<next() % 4 + 1).map { _ in Array((bytes() + [0x1b]).prefix(60)) }
        return DNSName(labels: labels) ?? .root
    }

    mutating func reply(_ code: Int) -> Reply? {
        ReplyCode(code).map { code in
            Reply(
                code: code,
                lines: (0..<next() % 14).map { _ in bytes() },
                enhancedCode: EnhancedStatusCode(statusClass: 5, subject: 7, detail: 999)
            )
        }
    }

    mutating func lookup(_ type: RecordType, _ address: IPAddress?) throws -> Lookup {
        let tlsa = TLSARecord(usage: .max, selector: .max, matchingType: .max, data: bytes())
        let records: [RecordValue] =
            [
                .mx(MXRecord(preference: .max, exchange: name())), .name(name()), .tlsa(tlsa),
                .unreadable(length: .max),
            ] + (address.map { [.address($0)] } ?? [])
        let statuses = LookupStatus.allCases
        return Lookup(
            question: Question(name: try Build.name("mail.domain1.test"), type: type),
            status: statuses[Int(next() % UInt64(statuses.count))],
            records: records,
            canonicalName: name(),
            failure: LookupFailure(server: text(), message: text(), extendedErrorCode: .max),
            duration: .nanoseconds(-5)
        )
    }

    /// A probe that ended in an outcome, with hostile text wherever a peer or a library can put it.
    mutating func probe(_ index: Int, _ outcome: Outcome, own: String?) throws -> ProbeObservation {
        let address = try Build.address(index % 2 == 0 ? "203.0.113.1" : "2001:db8::1")
        var probe = ProbeObservation(
            endpoint: Endpoint(address: address, port: index == 0 ? 25 : .max - UInt16(index)),
            outcome: outcome,
            phase: Phase.allCases[index % Phase.allCases.count]
        )
        probe.systemError = SystemError(
            call: own ?? "connect",
            code: -1,
            name: own ?? "ETIMEDOUT"
        )
        probe.icmp = ICMPError(
            family: address.family,
            type: .max,
            code: .max,
            sender: try Build.address("::1")
        )
        probe.greeting = reply(220)
        probe.reply = reply(559)
        let capabilities = (0..<5).map { _ in
            Capability(keyword: text(), parameters: [text(), text()])
        }
        probe.capabilities = Capabilities(capabilities)
        probe.clearCapabilities = Capabilities(capabilities)
        probe.usedHELO = true
        probe.startTLS =
            reply(454).map { index % 2 == 0 ? .refused($0) : .failed(text()) }
            ?? .notTried
        probe.acceptance = Acceptance.allCases[index % Acceptance.allCases.count]
        probe.acceptanceReply = reply(550)
        probe.tls = TLSObservation(
            version: text(),
            cipher: text(),
            verified: false,
            error: text(),
            names: [text(), text()],
            notAfter: index % 2 == 0 ? .max : .min,
            dane: [.verified, .mismatch, nil][index % 3]
        )
        probe.tlsError = text()
        probe.synRetransmits = index
        probe.rawBytes = bytes()
        return probe
    }
}
