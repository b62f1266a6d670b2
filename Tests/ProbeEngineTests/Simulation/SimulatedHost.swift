import ProbeModel
import TestSupport

/// A mail server in the simulated world, with whatever is odd about it.
struct SimulatedHost: Sendable {
    let name: DomainName
    let controlOperator: String
    let address: IPAddress
    /// How many hops away it is, itself included.
    var distance = 8
    /// Whether other flows find it one hop farther.
    var hasLongerPath = false
    var isDown = false
    /// Whether a router tells that the host is down.
    var isDownAloud = false
    /// How its own firewall stops port 25.
    var ownFilter: BlockMethod?
    /// What it calls itself on port 25 and on its reference port.
    var saysOnSMTP: String
    var saysOnReference: String
    var certificate = Certificate.verified
    var offersStartTLSOnSMTP = true
    /// What it answers on port 25 when all is well.
    var welcome = Outcome.ready
    var masksGreeting = false
    /// How long it thinks before it greets, in seconds.
    var greetingDelay = 0.0

    enum Certificate: CaseIterable, Sendable { case verified, unverified, foreign, none }

    init?(_ number: Int, operatorNumber: Int) {
        guard let name = DomainName("mx\(number).op\(operatorNumber).test") else { return nil }
        self.name = name
        controlOperator = "op\(operatorNumber).test"
        // 20.0.1.0 and on: nobody's special purpose.
        address = IPAddress(ipv4: 0x1400_0100 + UInt32(number))
        saysOnSMTP = name.ascii
        saysOnReference = name.ascii
    }

    /// Draws what is odd about a host; most hosts are not.
    mutating func drawOddities(_ random: inout SeededGenerator) {
        func happens(_ chance: Double) -> Bool { Double.random(in: 0..<1, using: &random) < chance }
        distance = .random(in: 3...18, using: &random)
        hasLongerPath = happens(0.25)
        isDown = happens(0.08)
        isDownAloud = happens(0.5)
        greetingDelay = happens(0.1) ? .random(in: 1...12, using: &random) : 0
        if happens(0.15) {
            welcome = [.deferred, .rejected, .closed].randomElement(using: &random) ?? .deferred
        }
        if happens(0.05) { offersStartTLSOnSMTP = false }
        if happens(0.02) { masksGreeting = true }
        certificate =
            happens(0.5) ? .verified : Certificate.allCases.randomElement(using: &random) ?? .none
        switch Int.random(in: 0..<10, using: &random) {
        // The machines behind one address differ from port to port.
        case 0: saysOnSMTP = "node\(address.bytes[3]).hoster.example"
        case 1:
            saysOnSMTP = "relay.vendor.example"
            saysOnReference = "relay.vendor.example"
        case 2:
            saysOnSMTP = "localhost.localdomain"
            if happens(0.5) { saysOnReference = saysOnSMTP }
        case 3: saysOnSMTP = "mail"
        default: break
        }
    }
}
