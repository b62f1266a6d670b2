package import ProbeModel

/// Decides which ports of one address are tried when: port 25 first, the alternates only for a reason.
///
/// A pure state machine. A healthy host sees one session: the alternates start when 25 has failed, or
/// has not answered its SYN within the head start, or is connected and mute for long. A port that stays silent while
/// another port of the same address answers is not waited for beyond three SYNs: the address is
/// alive, so more waiting tells nothing new.
package struct AddressPlan: Hashable, Sendable {
    /// How long port 25 may take to answer its SYN before the alternates start.
    ///
    /// Longer than a round trip to the far side of the world, shorter than a retransmitted SYN.
    package static let headStart = Duration.milliseconds(300)

    /// How long a connected port 25 may stay mute before the alternates start.
    package static let greetingPatience = Duration.seconds(10)

    /// After how long a connected and mute port 25 is given up when an alternate is ready: longer than tarpits of known make hold.
    package static let muteness = Duration.seconds(30)

    /// After how long a silent port is given up when another port of the address is connected: three SYNs and an answer's way.
    package static let silencePatience = Duration.milliseconds(3_500)

    /// Something that happened.
    package enum Event: Hashable, Sendable {
        /// A port answered its SYN.
        case connected(UInt16)
        /// The session with a port is over.
        case finished(UInt16, Outcome)
        /// ``headStart`` has passed since the beginning.
        case headStartPassed
        /// ``greetingPatience`` has passed since port 25 connected.
        case greetingPatiencePassed
        /// ``muteness`` has passed since port 25 connected.
        case mutenessPassed
        /// ``silencePatience`` has passed since a port was started.
        case silencePatiencePassed(UInt16)
        /// Other hosts have shown what this machine's way out is like, so that silence here says all it can.
        case pathKnown
    }

    /// Something to do.
    package enum Action: Hashable, Sendable {
        /// Start a session with a port.
        case start(UInt16)
        /// End a session early: its silence is known well enough.
        case cut(UInt16)
        /// Forget a session that turned out not to be needed.
        case drop(UInt16)
    }

    private enum PortState: Hashable, Sendable {
        case idle
        case connecting(isPatienceOver: Bool)
        case connected
        case finished(Outcome)
        case cut, dropped
    }

    private let ports: [UInt16]
    private let first: UInt16?
    private let triesAll: Bool
    private var states: [UInt16: PortState]
    private var isPathKnown: Bool

    /// Plans the ports of an address, 25 among them or not; without 25 all start at once.
    ///
    /// - Parameters:
    ///   - ports: The ports.
    ///   - triesAll: Whether the others are tried although 25 answers.
    ///   - isPathKnown: Whether silence says all it can once it has lasted long enough.
    package init(ports: [UInt16], triesAll: Bool, isPathKnown: Bool = false) {
        self.ports = ports
        self.isPathKnown = isPathKnown
        first = ports.contains(Endpoint.smtpPort) ? Endpoint.smtpPort : nil
        self.triesAll = triesAll
        states = Dictionary(ports.map { ($0, .idle) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether nothing is under way any more.
    package var isDone: Bool {
        states.values.allSatisfy { state in
            switch state {
            case .idle, .finished, .dropped: true
            case .connecting, .connected, .cut: false
            }
        }
    }

    /// What to do at the beginning.
    package mutating func begin() -> [Action] {
        if let first, !triesAll { return start([first]) }
        return start(ports)
    }

    /// Takes an event and tells what to do.
    package mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .connected(let port):
            guard case .connecting = states[port] else { return [] }
            states[port] = .connected
            return cutSilent()
        case .finished(let port, let outcome):
            return finish(port, outcome)
        case .headStartPassed:
            guard let first, case .connecting = states[first] else { return [] }
            return startAlternates()
        case .greetingPatiencePassed:
            guard let first, states[first] == .connected else { return [] }
            return startAlternates()
        case .mutenessPassed:
            guard let first, states[first] == .connected, states.values.contains(.finished(.ready))
            else { return [] }
            states[first] = .cut
            return [.cut(first)]
        case .silencePatiencePassed(let port):
            guard case .connecting = states[port] else { return [] }
            states[port] = .connecting(isPatienceOver: true)
            return cutSilent()
        case .pathKnown:
            isPathKnown = true
            return cutSilent()
        }
    }

    private mutating func finish(_ port: UInt16, _ outcome: Outcome) -> [Action] {
        guard let state = states[port], state != .dropped else { return [] }
        states[port] = .finished(outcome)
        let wasCut = state == .cut
        guard port == first else { return outcome.isConnected ? cutSilent() : [] }
        // A reply of "not now" is a mail server at work; further connections would only annoy it.
        if outcome == .ready || outcome == .deferred {
            return triesAll ? [] : dropUnfinished()
        }
        if outcome == .interrupted, !wasCut { return [] }
        return startAlternates() + cutSilent()
    }

    private mutating func start(_ ports: [UInt16]) -> [Action] {
        ports.filter { states[$0] == .idle }.map { port in
            states[port] = .connecting(isPatienceOver: false)
            return .start(port)
        }
    }

    private mutating func startAlternates() -> [Action] {
        start(ports.filter { $0 != first })
    }

    /// Ends what is only connecting; a session that has begun is left to its own proper end.
    private mutating func dropUnfinished() -> [Action] {
        var actions: [Action] = []
        for port in ports {
            switch states[port] {
            case .connecting, .cut: actions.append(.drop(port))
            case .connected: break
            case .idle, .finished, .dropped, nil: continue
            }
            states[port] = .dropped
        }
        return actions
    }

    /// Cuts every port whose silence lasts too long, beside a port that answers or over a path that is known.
    private mutating func cutSilent() -> [Action] {
        let isAlive = states.values.contains { state in
            switch state {
            case .connected: true
            case .finished(let outcome): outcome.isConnected
            case .idle, .connecting, .cut, .dropped: false
            }
        }
        guard isAlive || isPathKnown else { return [] }
        return ports.filter { states[$0] == .connecting(isPatienceOver: true) }.map { port in
            states[port] = .cut
            return .cut(port)
        }
    }
}
