import ProbeModel
import TestSupport

/// One session as it would go if nobody ended it early.
struct SimulatedSession: Sendable {
    let start: Double
    /// When its result is known.
    let end: Double
    /// When SYNs go out.
    let sendTimes: [Double]
    let connectedAt: Double?
    let observation: ProbeObservation

    /// With so many SYNs unanswered, silence is an answer even when the wait is cut short.
    static let synsThatTell = 3

    /// What is known when it is ended at a time; `nil` when it had not begun.
    func ended(at time: Double) -> ProbeObservation? {
        if time >= end { return observation }
        guard time >= start else { return nil }
        var cut = ProbeObservation(endpoint: observation.endpoint, outcome: .interrupted)
        let sent = sendTimes.filter { $0 <= min(time, connectedAt ?? time) }.count
        cut.synsSent = sent
        cut.synRetransmits = max(0, sent - min(sent, 3))
        if let connectedAt, connectedAt <= time {
            cut.timings.connect = .seconds(connectedAt - start)
        } else if sent >= Self.synsThatTell {
            cut.outcome = .timeout
        }
        return cut
    }
}

extension SimulatedNetwork {
    /// When fresh SYNs go out, counted from the first; and when the kernel repeats each.
    private static let freshAttempts = [0, 1.1, 2.2]
    private static let repeats = [0.0, 1, 3, 7]
    private static let connectLimit = 10.0

    /// Holds a session with a port of a host.
    mutating func session(
        _ host: SimulatedHost,
        _ port: UInt16,
        at start: Double,
        greetingLimit: Double
    ) -> SimulatedSession {
        let endpoint = Endpoint(address: host.address, port: port)
        var sends: [(time: Double, flow: Int)] = []
        for offset in Self.freshAttempts {
            let flow = Int.random(in: 0..<840, using: &random)
            sends += Self.repeats.map { (start + offset + $0, flow) }
        }
        sends = sends.filter { $0.time < start + Self.connectLimit }.sorted { $0.time < $1.time }
        var first: (answer: Answer, time: Double)?
        for (time, flow) in sends where time < first?.time ?? start + Self.connectLimit {
            let answer = send(to: host, port: port, at: time, flow: flow)
            if let answer, answer.time < first?.time ?? start + Self.connectLimit { first = answer }
        }
        let times = sends.map(\.time)
        let end = first?.time ?? start + Self.connectLimit
        var seen = ProbeObservation(endpoint: endpoint, outcome: .timeout)
        seen.synsSent = times.count { $0 <= end }
        seen.synRetransmits = max(0, seen.synsSent - Self.freshAttempts.count { start + $0 <= end })
        switch first?.answer {
        case nil, .timeExceeded: break
        case .reset: seen.outcome = .refused
        case .icmp(let error):
            seen.icmp = error
            seen.outcome = error.meaning == .prohibited ? .prohibited : .unreachable
        case .synAck:
            seen.timings.connect = .seconds(end - start)
            let close = talk(host, port, from: end, greetingLimit: greetingLimit, &seen)
            return SimulatedSession(
                start: start,
                end: close,
                sendTimes: times,
                connectedAt: end,
                observation: seen
            )
        }
        return SimulatedSession(
            start: start,
            end: end,
            sendTimes: times,
            connectedAt: nil,
            observation: seen
        )
    }

    /// Fills in the dialogue; tells when it ends.
    private mutating func talk(
        _ host: SimulatedHost,
        _ port: UInt16,
        from start: Double,
        greetingLimit: Double,
        _ seen: inout ProbeObservation
    ) -> Double {
        // TCP sends again what is lost, until it works or patience ends.
        var time = start + host.greetingDelay
        for _ in 0..<4 {
            var wait = 0.2 + weather.roundTrip
            let flow = Int.random(in: 0..<840, using: &random)
            while weather.links == 1,
                weather.loses(weather.lossThere, at: time, flow: flow, &random)
                    || weather.loses(weather.lossBack, at: time, flow: flow, &random)
            {
                time += wait
                wait *= 2
                if time - start > greetingLimit { break }
            }
            time += weather.delay(1, &random)
        }
        if time - start > greetingLimit {
            seen.outcome = Bool.random(using: &random) ? .silent : .reset
            return start + greetingLimit
        }
        let isSMTP = port == Endpoint.smtpPort
        let name = isSMTP ? host.saysOnSMTP : host.saysOnReference
        let isOther = isSMTP && interceptor != nil
        fillIn(&seen, host, says: isOther ? Self.interceptorName : name, isSMTP: isSMTP)
        if isOther { showInterceptor(&seen) }
        return time
    }

    /// Makes a session with another's server of what would have been one with the host.
    private func showInterceptor(_ seen: inout ProbeObservation) {
        guard seen.tls != nil else { return }
        seen.tls = TLSObservation(
            version: "TLSv1.3",
            cipher: "TLS_AES_256_GCM_SHA384",
            verified: false,
            error: "hostname mismatch",
            names: [Self.interceptorName],
            notAfter: nil,
            dane: nil
        )
    }

    private mutating func fillIn(
        _ seen: inout ProbeObservation,
        _ host: SimulatedHost,
        says name: String,
        isSMTP: Bool
    ) {
        seen.outcome = isSMTP ? host.welcome : .ready
        guard seen.outcome.speaksSMTP else { return }
        let code = seen.outcome == .ready ? 220 : seen.outcome == .deferred ? 421 : 554
        let text = isSMTP && host.masksGreeting && code == 220 ? "****2***0**" : "\(name) ESMTP"
        guard let replyCode = ReplyCode(code) else { return }
        seen.greeting = Reply(code: replyCode, lines: [Array(text.utf8)])
        guard seen.outcome == .ready else { return }
        seen.phase = .quit
        let offers = !isSMTP || host.offersStartTLSOnSMTP
        seen.clearCapabilities = Capabilities(
            offers ? [Capability(keyword: "STARTTLS")] : [],
            serverName: name
        )
        seen.capabilities = seen.clearCapabilities
        guard offers, host.certificate != .none else { return }
        seen.startTLS = .established
        seen.tls = TLSObservation(
            version: "TLSv1.3",
            cipher: "TLS_AES_256_GCM_SHA384",
            verified: host.certificate == .verified,
            error: host.certificate == .verified ? nil : "self-signed certificate",
            names: host.certificate == .foreign && isSMTP
                ? ["*.hoster.example"] : [host.name.ascii],
            notAfter: nil,
            dane: nil
        )
    }
}
