import CLinuxSockets
import Glibc
package import ProbeModel

/// The error queue of a socket, where the kernel puts ICMP errors (ip(7), `IP_RECVERR`).
package enum ErrorQueue {
    /// Takes the ICMP error off a socket's error queue, with the errno that the kernel makes of it.
    ///
    /// This has to happen before anything that takes the socket's own error.
    package static func takeICMPError(of descriptor: Int32) -> (error: ICMPError, code: Int32)? {
        var entry = eq_entry()
        while eq_read(descriptor, &entry) == 1 {
            let family: AddressFamily
            switch Int(entry.origin) {
            case EQ_ORIGIN_ICMP: family = .ipv4
            case EQ_ORIGIN_ICMP6: family = .ipv6
            default: continue
            }
            let sender = withUnsafeBytes(of: entry.sender) { bytes -> IPAddress? in
                switch Int32(entry.family) {
                case AF_INET: return IPAddress(bytes: bytes.prefix(4))
                case AF_INET6: return IPAddress(bytes: bytes)
                default: return nil
                }
            }
            let error = ICMPError(
                family: family,
                type: entry.type,
                code: entry.code,
                sender: sender
            )
            return (error, Int32(truncatingIfNeeded: entry.err))
        }
        return nil
    }
}
