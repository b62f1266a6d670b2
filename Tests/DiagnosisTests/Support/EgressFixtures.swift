import ProbeModel

/// Builds what was seen of one family's port 25, from a situation in words.
struct EgressScene {
    /// The distance of every control, in hops.
    static let distance = 4

    var observation: EgressObservation

    init(_ change: (inout EgressScene) throws -> Void = { _ in }) throws {
        observation = EgressObservation(family: .ipv4)
        try change(&self)
    }

    /// Adds a control whose port 25 ends as told, so often, while its reference port ends as told.
    mutating func control(
        _ number: Int,
        _ outcome: Outcome,
        times: Int = 2,
        syns: Int = 6,
        reference: Outcome? = .ready,
        referenceTimes: Int = 3,
        operatorName: String? = nil,
        change: (inout ProbeObservation) throws -> Void = { _ in }
    ) throws {
        let address = "20.0.1.\(number)"
        let host = try name("control\(number).op\(number).test")
        let attempts = try (0..<times).map { _ in
            try probe(address, outcome) {
                $0.synsSent = outcome == .timeout ? syns / times : 1
                $0.tls = nil
                $0.greeting = outcome.speaksSMTP ? try reply(220, "\(host) ESMTP") : nil
                try change(&$0)
            }
        }
        let references = try (0..<(reference == nil ? 0 : referenceTimes)).map { _ in
            try probe(address, 587, reference ?? .ready) {
                $0.greeting = try reply(220, "\(host) ESMTP")
                $0.tls = nil
            }
        }
        observation.controls.append(
            ControlObservation(
                host: host,
                controlOperator: operatorName ?? "op\(number).test",
                address: try DiagnosisTests.address(address),
                attempts: attempts,
                referencePort: 587,
                referenceAttempts: references
            )
        )
    }

    /// Adds a silent first reference port to a control that is there already.
    mutating func givenUpReference(_ number: Int) throws {
        let silent = try probe("20.0.1.\(number)", 465, .timeout)
        observation.controls[number - 1].referenceAttempts.insert(silent, at: 0)
    }

    /// Adds a control whose 25 shows another's certificate, and whose reference port its own.
    mutating func foreignCertificate(_ number: Int, greeting: String) throws {
        func certificate(_ name: String) -> TLSObservation {
            TLSObservation(
                version: "TLSv1.3",
                cipher: "TLS_AES_256_GCM_SHA384",
                verified: false,
                error: "self-signed certificate",
                names: [name],
                notAfter: nil,
                dane: nil
            )
        }
        try control(number, .ready) {
            $0.greeting = try reply(220, "\(greeting) ESMTP")
            $0.tls = certificate(greeting)
        }
        let own = certificate("control\(number).op\(number).test")
        observation.controls[number - 1].referenceAttempts[0].tls = own
    }

    /// Adds the domain's own mail host.
    mutating func mailHost(
        _ outcome: Outcome,
        change: (inout ProbeObservation) throws -> Void = { _ in }
    ) throws {
        observation.mailHosts.append(
            MailHostObservation(
                names: [try name("mail.domain1.test")],
                probe: try probe("20.0.0.1", outcome, change: change)
            )
        )
    }

    /// Adds a pair of traces; `smtp` maps a distance to what came back there, the rest is silence or as on the reference port.
    mutating func trace(
        _ number: Int = 1,
        stopsAfter last: Int? = nil,
        smtp: [Int: TraceAnswer] = [:],
        fasterThanWire: Bool = false
    ) throws {
        let address = try DiagnosisTests.address("20.0.1.\(number)")
        func router(_ distance: Int) throws -> IPAddress {
            try DiagnosisTests.address("20.9.\(distance).1")
        }
        let reference = try (1...8).map { distance in
            distance < Self.distance
                ? TraceProbe(
                    distance: distance,
                    answer: .timeExceeded,
                    sender: try router(distance),
                    roundTrip: .milliseconds(2)
                )
                : TraceProbe(
                    distance: distance,
                    answer: .connected,
                    sender: address,
                    roundTrip: .milliseconds(9)
                )
        }
        let smtpProbes = try (1...8).map { distance -> TraceProbe in
            if let answer = smtp[distance] {
                return TraceProbe(
                    distance: distance,
                    answer: answer,
                    sender: answer == .timeExceeded ? try router(distance) : address,
                    roundTrip: fasterThanWire ? .microseconds(30) : .milliseconds(2)
                )
            }
            guard let last, distance > last else { return reference[distance - 1] }
            return TraceProbe(distance: distance, answer: .silence)
        }
        observation.traces.append(
            TracePair(
                host: try name("control\(number).op\(number).test"),
                smtp: PathTrace(address: address, port: 25, probes: smtpProbes),
                reference: PathTrace(address: address, port: 587, probes: reference)
            )
        )
    }

    /// Adds the attempt to reach the documentation address.
    mutating func canary(_ outcome: Outcome) throws {
        observation.canary = try probe("192.0.2.1", outcome)
    }
}
