import ProbeModel
import Sockets

/// The addresses of this machine's interfaces, to tell an ICMP error of our own firewall from a router's.
struct OwnAddresses {
    private var addresses: Set<IPAddress> = []
    private var expires: Instant?

    /// How long a list is believed; addresses come and go with interfaces and DHCP.
    static let lifetime = Duration.seconds(1)

    /// Whether an interface of this machine has the address now.
    mutating func contains(_ address: IPAddress, now: Instant) -> Bool {
        if expires.map({ $0 <= now }) ?? true {
            addresses = InterfaceAddresses.read()
            expires = now.advanced(by: OwnAddresses.lifetime)
        }
        return addresses.contains(address)
    }
}
