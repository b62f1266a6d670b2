package import ProbeModel

/// How probes go about.
package struct ProbeSettings: Hashable, Sendable {
    /// The name to give in EHLO; `nil` for this machine's own.
    package var ehloName: DomainName?
    /// The IPv4 address to connect from; `nil` for the system's choice.
    package var sourceIPv4: IPAddress?
    /// The IPv6 address to connect from; `nil` for the system's choice.
    package var sourceIPv6: IPAddress?
    /// How long an answer to a SYN is awaited.
    package var connectTimeout: Duration = .seconds(10)
    /// How long a greeting is awaited.
    package var greetingTimeout: Duration = .seconds(60)
    /// How long each reply is awaited.
    package var replyTimeout: Duration = .seconds(30)
    /// How long a session may take in all.
    package var sessionTimeout: Duration = .seconds(120)
    /// When the acceptance check runs.
    package var acceptCheck = AcceptCheck.auto
    /// How many sessions may be open at once.
    package var concurrency = 500
    /// How many of them one address has to bear on port 25, four times as many on other ports; zero for any number.
    package var perAddress = 0
    /// The same for one network, a /24 of IPv4 or a /64 of IPv6; zero for any number.
    package var perNetwork = 0
    /// How many sessions may begin in a second; zero for any number.
    package var perSecond = 0

    /// Creates the default settings.
    package init() {}
}
