import TestSupport

/// What befalls packets on the way, drawn from a seed.
///
/// Times are seconds since the start of a run.
struct Weather: Sendable {
    /// The chance that a packet is lost on the way there, and on the way back.
    var lossThere = 0.0
    var lossBack = 0.0
    /// When the line is bad: bursts of loss, or an interface that comes and goes.
    var outages: [Range<Double>] = []
    /// The chance that a packet is lost in an outage.
    var lossInOutage = 1.0
    /// What the first router says of a packet in an outage; `nil` for nothing.
    var speaksInOutage = false
    /// How many of the parallel links of a bundle lose everything; the flow decides on the link.
    var deadLinks = 0
    var links = 1
    /// The chance that a device at the first hop resets a SYN to port 25, and only those; 0 for none.
    var resetsOnSMTP = 0.0
    /// The same with an ICMP error.
    var prohibitsOnSMTP = 0.0
    /// The round trip to a host, and how much each packet's differs from it at most, as a share.
    var roundTrip = 0.05
    var jitter = 0.1

    /// How long a run is at most: three rounds, and the slowest of all sessions.
    static let horizon = 120.0

    /// Draws the weather of a run.
    static func draw(_ random: inout SeededGenerator) -> Weather {
        var weather = Weather()
        let magnitude = Double.random(in: 0...1, using: &random)
        // From 5 ms to 3 s, evenly over the orders of magnitude.
        weather.roundTrip = 0.005 * power(600, magnitude)
        weather.jitter = .random(in: 0...0.6, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: break
        case 1: weather.loseAtRandom(0.3, &random)
        case 2: weather.loseAtRandom(0.7, &random)
        case 3:
            weather.loseAtRandom(0.1, &random)
            weather.lossInOutage = .random(in: 0.7...1, using: &random)
            weather.alternate(good: 0.2...6, bad: 0.1...4, &random)
        case 4:
            weather.speaksInOutage = Bool.random(using: &random)
            weather.alternate(good: 0.3...8, bad: 0.3...8, &random)
        case 5:
            weather.loseAtRandom(0.1, &random)
            weather.resetsOnSMTP = .random(in: 0...0.7, using: &random)
        case 6: weather.prohibitsOnSMTP = .random(in: 0...0.7, using: &random)
        default:
            weather.loseAtRandom(0.2, &random)
            weather.links = .random(in: 2...8, using: &random)
            weather.deadLinks = .random(in: 1..<weather.links, using: &random)
        }
        return weather
    }

    mutating func loseAtRandom(_ most: Double, _ random: inout SeededGenerator) {
        lossThere = .random(in: 0...most, using: &random)
        lossBack = .random(in: 0...most, using: &random)
    }

    /// Lets good and bad times alternate for the whole run.
    private mutating func alternate(
        good: ClosedRange<Double>,
        bad: ClosedRange<Double>,
        _ random: inout SeededGenerator
    ) {
        var time = Bool.random(using: &random) ? 0 : Double.random(in: good, using: &random)
        while time < Weather.horizon {
            let end = time + .random(in: bad, using: &random)
            outages.append(time..<end)
            time = end + .random(in: good, using: &random)
        }
    }

    func isOut(_ time: Double) -> Bool { outages.contains { $0.contains(time) } }

    /// Whether a packet of a flow that is sent at a time is lost.
    func loses(
        _ rate: Double,
        at time: Double,
        flow: Int,
        _ random: inout SeededGenerator
    ) -> Bool {
        if flow % links < deadLinks { return true }
        let inOutage = isOut(time) ? lossInOutage : 0
        return Double.random(in: 0..<1, using: &random) < max(rate, inOutage)
    }

    /// How long a way takes that is this share of the way to a host and back.
    func delay(_ share: Double, _ random: inout SeededGenerator) -> Double {
        roundTrip * share * (1 + .random(in: 0...jitter, using: &random))
    }

    /// A number to the power of a fraction, by repeated square roots; exact enough for a draw.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        var (result, root, rest) = (1.0, base, exponent)
        for _ in 0..<20 {
            root = root.squareRoot()
            rest *= 2
            if rest >= 1 {
                result *= root
                rest -= 1
            }
        }
        return result
    }
}
