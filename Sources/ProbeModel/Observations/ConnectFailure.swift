/// What a failed connect means.
///
/// The error number alone does not tell: a closed port and a firewall both give ECONNREFUSED, and a
/// prohibition is EHOSTUNREACH over IPv4 but EACCES over IPv6. So an ICMP error decides where one came.
/// Its absence proves nothing about the way there, since ICMP is often filtered and old kernels do not
/// hand it over.
public enum ConnectFailure {
    /// The outcome of a connect that failed.
    ///
    /// - Parameters:
    ///   - errno: The error number, one of ``LinuxErrno``.
    ///   - icmp: The ICMP error from the socket's error queue, where there was one.
    ///   - isLocalSender: Whether the ICMP error was sent by one of this machine's own addresses.
    /// - Returns: The outcome; ``Outcome/interrupted`` for an error that tells nothing about the network,
    ///   such as a lack of memory, since then no probe took place.
    public static func outcome(errno: Int32, icmp: ICMPError?, isLocalSender: Bool) -> Outcome {
        guard let icmp else { return outcome(errno: errno) }
        switch icmp.meaning {
        case .prohibited: return isLocalSender ? .deniedLocally : .prohibited
        case .unreachable:
            return isLocalSender && !icmp.isNeighbourFailure ? .deniedLocally : .unreachable
        case .timeExceeded: return .unreachable
        case .other: return outcome(errno: errno)
        }
    }

    private static func outcome(errno: Int32) -> Outcome {
        switch errno {
        case LinuxErrno.timedOut: return .timeout
        case LinuxErrno.connectionRefused: return .refused
        case LinuxErrno.connectionReset: return .reset
        case LinuxErrno.notPermitted, LinuxErrno.accessDenied: return .deniedLocally
        case LinuxErrno.networkUnreachable, LinuxErrno.addressUnavailable, LinuxErrno.noFamily,
            LinuxErrno.networkDown, LinuxErrno.noDevice, LinuxErrno.invalid:
            return .noRoute
        case LinuxErrno.hostUnreachable, LinuxErrno.hostDown, LinuxErrno.noProtocol:
            return .unreachable
        default: return .interrupted
        }
    }
}

extension ICMPError {
    /// Host unreachable, which this machine tells itself when a neighbour on the local link stays silent.
    ///
    /// A firewall of ours could send the same; it is rarely told to, and a wrong "blocked here" is worse.
    var isNeighbourFailure: Bool {
        switch (family, type, code) {
        case (.ipv4, 3, 1), (.ipv6, 1, 3): return true
        default: return false
        }
    }
}
