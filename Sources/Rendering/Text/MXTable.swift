import ProbeModel

/// The picture of a domain: its MX hosts and the hosts of Postfix's route, their addresses, and what each port showed.
struct MXTable: Sendable {
    let observation: DomainObservation

    /// The families in which something on the way answers port 25 in the hosts' place and keeps the mail.
    let interceptedFamilies: Set<AddressFamily>

    /// Creates the picture; the reports on this machine's port 25 tell whose answers are genuine.
    init(observation: DomainObservation, egress: [EgressReport] = []) {
        self.observation = observation
        let reports = egress.filter { $0.verdict == .intercepted && $0.reachesHost != true }
        interceptedFamilies = Set(reports.map(\.family))
    }

    /// What stands in the margin before each host.
    var labels: [String] {
        hostLabels + nexthops.map { _ in NexthopRows.label }
    }

    private var hostLabels: [String] {
        // Neither an implicit MX nor a host that was asked about by name has a preference.
        observation.resolution.hosts.map { host in
            observation.resolution.source == .mx ? "MX \(host.preference)" : "Host"
        }
    }

    private var nexthops: [NexthopRows.Row] { NexthopRows(observation).rows }

    /// The table laid out on a page.
    func lines(_ page: Page) -> [StyledText] {
        let hosts = zip(observation.resolution.hosts, hostLabels).map { host, label in
            MXTableLayout.HostRows(
                label: label,
                host: page.text(page.name(host.exchange), .strong),
                rows: rows(host, page)
            )
        }
        let others = nexthops.map { nexthop in
            MXTableLayout.HostRows(
                label: NexthopRows.label,
                host: page.text(nexthop.name, .strong),
                rows: rows(nexthop, page)
            )
        }
        return MXTableLayout.lines(hosts + others, page)
    }

    private func rows(_ nexthop: NexthopRows.Row, _ page: Page) -> [MXTableLayout.Row] {
        switch nexthop.note {
        case .isSelf:
            return [.init(note: page.sign(.bad) + page.text(" this machine: mail would loop"))]
        case .unresolved(let status):
            let mark: Mark = status.isDefinite ? .bad : .unknown
            return [.init(note: page.sign(mark) + page.text(" \(status.words)"))]
        case nil:
            return nexthop.addresses.map { address in
                MXTableLayout.Row(
                    address: page.text(address.description),
                    cells: cells(
                        nexthop.probes.filter { $0.endpoint.address == address },
                        address,
                        page
                    )
                )
            }
        }
    }

    private func rows(_ host: MXHost, _ page: Page) -> [MXTableLayout.Row] {
        if host.isSelf { return [.init(note: page.text("this machine"))] }
        if host.isBehindSelf { return [.init(note: page.text("not used from here"))] }
        let addresses = host.addresses.map { address in
            MXTableLayout.Row(
                address: page.text(address.description),
                cells: cells(
                    host.probes(of: address, among: observation.allProbes),
                    address,
                    page
                )
            )
        }
        return addresses
            + MXTable.notes(host).map { mark, words in
                .init(note: page.sign(mark) + page.text(" \(words)"))
            }
    }

    /// What the ports of an address showed; ports that showed the same share a cell.
    private func cells(
        _ probes: [ProbeObservation],
        _ address: IPAddress,
        _ page: Page
    ) -> [MXTableCell] {
        if probes.isEmpty {
            let family = address.family
            let reason =
                observation.omittedFamilies.contains(family)
                ? ": \(family.words) is left out"
                : observation.usableFamilies.contains(family)
                    ? "" : ": no \(family.words) on this machine"
            return [.init(words: page.sign(.neutral) + page.text(" not tried" + reason))]
        }
        var groups: [(words: EndpointWords, ports: [String])] = []
        for probe in probes {
            let isIntercepted =
                probe.endpoint.port == Endpoint.smtpPort && probe.outcome.isConnected
                && interceptedFamilies.contains(address.family)
            let words = isIntercepted ? .intercepted : EndpointWords(probe)
            let port = String(probe.endpoint.port)
            if let same = groups.firstIndex(where: { $0.words == words }) {
                groups[same].ports.append(port)
            } else {
                groups.append((words, [port]))
            }
        }
        return groups.map { group in
            .init(
                ports: page.text(group.ports.joined(separator: ", ")),
                words: page.sign(group.words.mark) + page.text(" \(group.words.words)")
            )
        }
    }

    /// What an exchange is that is no host name.
    private static func noName(_ exchange: DNSName) -> (Mark, String) {
        if exchange.isRoot { return (.neutral, "null MX") }
        let isAddress = IPAddress(exchange.description) != nil
        return (.bad, isAddress ? "an address, not a host name" : "not a host name")
    }

    /// What is to be said of a host's name or of lookups that gave no address.
    private static func notes(_ host: MXHost) -> [(Mark, String)] {
        guard host.name != nil else { return [MXTable.noName(host.exchange)] }
        let lookups = host.addressLookups
        if lookups.isEmpty { return [(.unknown, "not looked up")] }
        if lookups.contains(where: { $0.status == .nxdomain }) { return [(.bad, "no such name")] }
        let failed = lookups.filter { !$0.status.isDefinite }
        if failed.isEmpty, host.addresses.isEmpty { return [(.bad, "no address")] }
        var notes: [(words: String, types: [String])] = []
        for lookup in failed {
            let type = lookup.question.type.mnemonic
            if let same = notes.firstIndex(where: { $0.words == lookup.status.words }) {
                notes[same].types.append(type)
            } else {
                notes.append((lookup.status.words, [type]))
            }
        }
        return notes.map {
            (.unknown, "\($0.types.joined(separator: " and ")) lookup: \($0.words)")
        }
    }
}
