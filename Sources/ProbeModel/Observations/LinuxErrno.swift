/// The error numbers of Linux that a failed connect can carry (errno(3), asm-generic).
///
/// They are written down here because the pure targets import no C library.
public enum LinuxErrno {
    /// Operation not permitted: a packet filter on this machine.
    public static let notPermitted: Int32 = 1
    /// Permission denied: a policy of this machine, or ICMPv6 administratively prohibited.
    public static let accessDenied: Int32 = 13
    /// No such device: the interface is gone.
    public static let noDevice: Int32 = 19
    /// Invalid argument: a black-hole route.
    public static let invalid: Int32 = 22
    /// Protocol not available: ICMP protocol unreachable.
    public static let noProtocol: Int32 = 92
    /// Address family not supported by this kernel.
    public static let noFamily: Int32 = 97
    /// No address of that family on this machine.
    public static let addressUnavailable: Int32 = 99
    /// The network is down.
    public static let networkDown: Int32 = 100
    /// The network is unreachable: no route.
    public static let networkUnreachable: Int32 = 101
    /// Connection reset, after it came about.
    public static let connectionReset: Int32 = 104
    /// No answer in time.
    public static let timedOut: Int32 = 110
    /// Connection refused: a TCP reset, or ICMP port unreachable.
    public static let connectionRefused: Int32 = 111
    /// The host is down.
    public static let hostDown: Int32 = 112
    /// No route to host: ICMP, or no answer from the neighbour.
    public static let hostUnreachable: Int32 = 113
}
