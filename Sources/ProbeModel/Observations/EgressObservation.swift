/// All that was seen of this machine's way to port 25 over one address family.
public struct EgressObservation: Hashable, Sendable {
    /// The family.
    public var family: AddressFamily

    /// Whether this machine has an address of the family that leads outside.
    public var isAvailable: Bool

    /// The addresses of this machine, to tell its own ICMP errors from others'.
    public var ownAddresses: Set<IPAddress>

    /// The controls that were asked.
    public var controls: [ControlObservation]

    /// The sessions with the domains' own mail hosts on port 25, with the names that the host is known by.
    public var mailHosts: [MailHostObservation]

    /// The attempt to connect to port 25 of a documentation address, where nobody is; `nil` when it was not made.
    public var canary: ProbeObservation?

    /// The traces, port 25 beside a reference port.
    public var traces: [TracePair]

    /// Why there is no trace, where the system cannot do one; one phrase.
    public var traceProblem: String?

    /// By how much the kernel's count of SYNs that could not leave (`TCPRetransFail`) rose meanwhile; `nil` when unreadable.
    public var unsentSYNs: Int?

    /// A session made as the user that runs Postfix, when this program's own were denied.
    public var mailOwnerProbe: ProbeObservation?

    /// Whether the run was cut short.
    public var isInterrupted: Bool

    /// Creates an observation without content.
    public init(family: AddressFamily, isAvailable: Bool = true) {
        self.family = family
        self.isAvailable = isAvailable
        ownAddresses = []
        controls = []
        mailHosts = []
        traces = []
        isInterrupted = false
    }
}
