package import ProbeModel

/// What this machine is known by, so that it is recognised among a domain's MX hosts.
package struct LocalIdentity: Hashable, Sendable {
    /// Its names: the host name, and what Postfix calls itself.
    package var names: Set<DomainName>

    /// The addresses of its interfaces, loopback left out, and those of a NAT in front of it.
    package var addresses: Set<IPAddress>

    /// The families that it has an address of with which the outside can be reached.
    package var usableFamilies: Set<AddressFamily>

    /// Creates an identity.
    package init(
        names: Set<DomainName> = [],
        addresses: Set<IPAddress> = [],
        usableFamilies: Set<AddressFamily> = [.ipv4, .ipv6]
    ) {
        self.names = names
        self.addresses = addresses
        self.usableFamilies = usableFamilies
    }
}
