package import ProbeModel

/// Something that knows this machine's own counters and users.
package protocol LocalFacts: Sendable {
    /// The kernel's count of SYNs and other segments that could not leave (`TCPRetransFail`); `nil` where it is not to be had.
    func unsentSegments() -> Int?

    /// The addresses of all interfaces.
    func ownAddresses() -> Set<IPAddress>

    /// The user that runs Postfix; `nil` when this program may not take on that user or there is none.
    func mailOwner() -> SystemUser?

    /// Connects as the user that runs Postfix, and says nothing.
    ///
    /// - Returns: What was seen; `nil` when this program may not take on that user or there is none.
    func connectAsMailOwner(to endpoint: Endpoint) async -> ProbeObservation?
}
