import ProbeModel

extension MXHost {
    /// The probes that went to this host's addresses, address by address, port 25 first.
    ///
    /// Hosts that share an address share its probes. The other ports keep the order in which they
    /// come, which is the order in which they were asked for.
    func probes(among all: [ProbeObservation]) -> [ProbeObservation] {
        addresses.flatMap { probes(of: $0, among: all) }
    }

    /// The probes that went to one address, port 25 first.
    func probes(of address: IPAddress, among all: [ProbeObservation]) -> [ProbeObservation] {
        let own = all.filter { $0.endpoint.address == address }
        return own.filter { $0.endpoint.port == Endpoint.smtpPort }
            + own.filter { $0.endpoint.port != Endpoint.smtpPort }
    }
}

extension Capability {
    /// The keyword and its parameters as the server wrote them on one line.
    var line: String { ([keyword] + parameters).joined(separator: " ") }
}
