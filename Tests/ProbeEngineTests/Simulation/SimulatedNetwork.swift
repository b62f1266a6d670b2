import ProbeModel
import TestSupport

/// A way to the world and what is on it, drawn from a seed.
struct SimulatedNetwork: Sendable {
    var random: SeededGenerator
    var weather: Weather
    var controls: [SimulatedHost] = []
    var mailHosts: [SimulatedHost] = []
    /// What stops port 25 on the way, and behind which hop; `nil` where nothing does.
    var block: (method: BlockMethod, hop: Int)?
    /// The hop at which another server answers port 25 in everybody's place; `nil` where none does.
    var interceptor: Int?
    /// Routers that never say anything, by distance, and the chance that others have no time to.
    var silentRouters: Set<Int> = []
    var routerReluctance = 0.0
    var canTrace = true
    /// By how much other programs make the kernel's count of unsent SYNs rise.
    var unsentNoise = 0

    /// Hops that all paths have in common.
    static let sharedHops = 3

    /// A network without any block or interception, but with everything else that goes wrong.
    init(innocentSeed seed: Int) {
        var random = SeededGenerator(seed: seed)
        weather = .draw(&random)
        let operators = Int.random(in: 1...4, using: &random)
        for number in 0..<Int.random(in: operators...4, using: &random) {
            guard var host = SimulatedHost(number, operatorNumber: number % operators) else {
                continue
            }
            host.drawOddities(&random)
            controls.append(host)
        }
        for number in 0..<Int.random(in: 1...2, using: &random) {
            guard var host = SimulatedHost(16 + number, operatorNumber: 9) else { continue }
            host.drawOddities(&random)
            if Int.random(in: 0..<3, using: &random) == 0 { host.ownFilter = Self.method(&random) }
            mailHosts.append(host)
        }
        // One control's own firewall is an accident; two operators' would be indistinguishable from a block.
        if Int.random(in: 0..<3, using: &random) == 0,
            let index = controls.indices.randomElement(using: &random)
        {
            controls[index].ownFilter = Self.method(&random)
        }
        silentRouters = Set((1...18).filter { _ in Int.random(in: 0..<5, using: &random) == 0 })
        routerReluctance = Bool.random(using: &random) ? 0 : .random(in: 0...0.8, using: &random)
        canTrace = Int.random(in: 0..<8, using: &random) > 0
        if Int.random(in: 0..<10, using: &random) == 0 {
            unsentNoise = .random(in: 1...4, using: &random)
        }
        self.random = random
    }

    /// The same, with a device at the first hop that refuses a share of the SYNs to port 25, and those alone.
    init(innocentSeed seed: Int, refusing share: Double, by method: BlockMethod) {
        self.init(innocentSeed: seed)
        weather = Weather()
        if method == .icmp { weather.prohibitsOnSMTP = share } else { weather.resetsOnSMTP = share }
    }

    /// A network whose port 25 is stopped, and that is otherwise as good or bad as a usual one.
    init(blockedSeed seed: Int) {
        var random = SeededGenerator(seed: seed)
        weather = Weather()
        weather.roundTrip = .random(in: 0.005...0.6, using: &random)
        weather.jitter = .random(in: 0...0.2, using: &random)
        // At most one packet in five in all: there or back.
        weather.loseAtRandom(0.105, &random)
        for number in 0..<Int.random(in: 3...4, using: &random) {
            guard var host = SimulatedHost(number, operatorNumber: number) else { continue }
            host.distance = .random(in: 6...14, using: &random)
            controls.append(host)
        }
        if var host = SimulatedHost(16, operatorNumber: 9) {
            host.distance = .random(in: 6...14, using: &random)
            mailHosts.append(host)
        }
        block = (Self.method(&random), .random(in: 1...Self.sharedHops, using: &random))
        if Bool.random(using: &random) { silentRouters = [.random(in: 4...14, using: &random)] }
        self.random = random
    }

    /// A network in which a server of the provider answers port 25 of all addresses but documentation ones.
    init(interceptedSeed seed: Int) {
        self.init(blockedSeed: seed)
        block = nil
        interceptor = .random(in: 1...Self.sharedHops, using: &random)
    }

    /// What the server calls itself that answers in others' place.
    static let interceptorName = "filter.isp.example"

    private static func method(_ random: inout SeededGenerator) -> BlockMethod {
        BlockMethod.allCases.randomElement(using: &random) ?? .drop
    }

    /// The router at a distance on the way to a host; the first ones are everybody's.
    static func router(_ distance: Int, to host: SimulatedHost) -> IPAddress {
        let branch = distance <= sharedHops ? 0 : UInt32(host.address.bytes[3])
        return IPAddress(ipv4: 0x1409_0000 + branch * 256 + UInt32(distance))
    }

    /// What comes back for one SYN.
    enum Answer: Hashable, Sendable {
        case synAck, reset
        case icmp(ICMPError)
        case timeExceeded(IPAddress)
    }

    /// Sends one SYN with a time to live; tells what comes back and when, or nothing.
    mutating func send(
        to host: SimulatedHost,
        port: UInt16,
        at time: Double,
        flow: Int,
        hops: Int = 64
    ) -> (answer: Answer, time: Double)? {
        let length = host.distance + (host.hasLongerPath && flow % 2 == 1 ? 1 : 0)
        if weather.speaksInOutage, weather.isOut(time) {
            return (.icmp(unreachable(Self.router(1, to: host))), time + 0.002)
        }
        guard !weather.loses(weather.lossThere, at: time, flow: flow, &random) else { return nil }
        guard let (answer, distance) = answer(host, port, length: length, hops: hops) else {
            return nil
        }
        let arrival = time + weather.delay(Double(distance) / Double(length), &random)
        guard !weather.loses(weather.lossBack, at: arrival, flow: flow, &random) else { return nil }
        return (answer, arrival)
    }

    private mutating func answer(
        _ host: SimulatedHost,
        _ port: UInt16,
        length: Int,
        hops: Int
    ) -> (Answer, distance: Int)? {
        if port == Endpoint.smtpPort, hops > 1, let method = chanceRefusal() {
            return refusal(method, by: Self.router(1, to: host), distance: 1)
        }
        if let interceptor, port == Endpoint.smtpPort, hops >= interceptor {
            return (.synAck, interceptor)
        }
        if let block, port == Endpoint.smtpPort, hops > block.hop {
            return refusal(block.method, by: Self.router(block.hop, to: host), distance: block.hop)
        }
        guard hops >= length else {
            let isSilent =
                silentRouters.contains(hops)
                || Double.random(in: 0..<1, using: &random) < routerReluctance
            return isSilent ? nil : (.timeExceeded(Self.router(hops, to: host)), hops)
        }
        if host.isDown {
            let router = Self.router(length - 1, to: host)
            return host.isDownAloud ? (.icmp(unreachable(router)), length - 1) : nil
        }
        if let filter = host.ownFilter, port == Endpoint.smtpPort {
            return refusal(filter, by: host.address, distance: length)
        }
        return (.synAck, length)
    }

    /// How a device refuses a SYN to port 25 by chance; `nil` where it lets it pass.
    private mutating func chanceRefusal() -> BlockMethod? {
        func happens(_ chance: Double) -> Bool {
            chance > 0 && Double.random(in: 0..<1, using: &random) < chance
        }
        if happens(weather.resetsOnSMTP) { return .reset }
        return happens(weather.prohibitsOnSMTP) ? .icmp : nil
    }

    private func refusal(
        _ method: BlockMethod,
        by address: IPAddress,
        distance: Int
    ) -> (Answer, distance: Int)? {
        switch method {
        case .drop: return nil
        case .reset: return (.reset, distance)
        case .icmp:
            let error = ICMPError(family: .ipv4, type: 3, code: 13, sender: address)
            return (.icmp(error), distance)
        }
    }

    private func unreachable(_ router: IPAddress) -> ICMPError {
        ICMPError(family: .ipv4, type: 3, code: 1, sender: router)
    }
}
