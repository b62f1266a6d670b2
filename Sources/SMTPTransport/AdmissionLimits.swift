import ProbeModel

/// How many sessions others have to bear at a time, and how many new ones begin in a second.
package struct AdmissionLimits: Hashable, Sendable {
    /// The sessions with one address on port 25; `nil` for any number.
    package var perAddress: Int?

    /// The sessions with one network on port 25, a /24 of IPv4 or a /64 of IPv6; `nil` for any number.
    package var perNetwork: Int?

    /// The sessions that begin in a second, on all ports together; `nil` for any number.
    package var perSecond: Int?

    /// Creates limits, which hold nothing back where they are left out.
    package init(perAddress: Int? = nil, perNetwork: Int? = nil, perSecond: Int? = nil) {
        self.perAddress = perAddress
        self.perNetwork = perNetwork
        self.perSecond = perSecond
    }

    /// How many times as many sessions other ports together may have: the usual alternates are asked side by side.
    static let otherPortsFactor = 4

    /// The part of a second whose sessions may begin at once, so that a loop that sleeps for a moment keeps its pace.
    static let burstsPerSecond = 20

    /// The sessions that may be under way with one address.
    func sessions(withAddressOn kind: AdmissionPlace.Kind) -> Int { scaled(perAddress, kind) }

    /// The sessions that may be under way with one network.
    func sessions(withNetworkOn kind: AdmissionPlace.Kind) -> Int { scaled(perNetwork, kind) }

    private func scaled(_ limit: Int?, _ kind: AdmissionPlace.Kind) -> Int {
        guard let limit else { return .max }
        let (sessions, isTooMany) = max(limit, 1).multipliedReportingOverflow(
            by: kind == .smtp ? 1 : AdmissionLimits.otherPortsFactor
        )
        return isTooMany ? .max : sessions
    }
}
