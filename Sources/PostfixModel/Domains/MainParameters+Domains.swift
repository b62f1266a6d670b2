import ProbeModel

extension MainParameters {
    /// The domains whose waiting mail flush(8) knows, so that `postqueue -s` can send for it.
    public func fastFlushDomains(access: TableAccess) -> DomainMatchList {
        let name = "fast_flush_domains"
        return DomainMatchList(
            text(name),
            style: parentStyle(of: name, access: access),
            dialect: dialect,
            access: access
        )
    }

    /// How the items of a list of domains relate to the names below them, going by
    /// `parent_domain_matches_subdomains` (`match_parent_style`).
    func parentStyle(of parameter: String, access: TableAccess) -> DomainMatchList.Style {
        let list = DomainMatchList(
            text("parent_domain_matches_subdomains"),
            style: .exact,
            dialect: dialect,
            access: access
        )
        return list.match(parameter).isListed ? .parent : .dotted
    }

    /// The addresses whose literals are this machine's own: those it listens on
    /// (`inet_interfaces`), and those that others translate to it (`proxy_interfaces`).
    ///
    /// Host names in the two are not looked up.
    func listeningAddresses(of own: Set<IPAddress>) -> Set<IPAddress> {
        var addresses = Set(list("proxy_interfaces").compactMap(Self.address))
        for item in list("inet_interfaces") {
            switch item.lowercased() {
            case "all": addresses.formUnion(own)
            case "loopback-only": addresses.formUnion(Self.loopback)
            default: if let address = Self.address(item) { addresses.insert(address) }
            }
        }
        return addresses
    }

    private static let loopback = ["127.0.0.1", "::1"].compactMap { IPAddress($0) }

    /// An address, with or without brackets.
    private static func address(_ text: String) -> IPAddress? {
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        return IPAddress(isBracketed ? String(text.dropFirst().dropLast()) : text)
    }
}
