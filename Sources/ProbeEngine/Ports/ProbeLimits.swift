/// The deadlines of one SMTP session.
///
/// Each phase has its own, and the session as a whole has one that no dripping of bytes extends.
package struct ProbeLimits: Hashable, Sendable {
    /// From the first SYN to a SYN-ACK.
    ///
    /// Postfix waits 30 s (`smtp_connect_timeout`); ten are enough for four SYNs and any real path.
    package var connect: Duration = .seconds(10)

    /// When further SYNs go out on fresh sockets while none is answered, counted from the first.
    ///
    /// The kernel's own SYN timer differs between versions, so it is not relied on.
    package var freshAttempts: [Duration] = [.milliseconds(1_100), .milliseconds(2_200)]

    /// From the connection to the whole greeting; RFC 5321 section 4.5.3.2.1 lets a server take 300 s.
    package var greeting: Duration = .seconds(60)

    /// For each reply, and for a TLS handshake.
    package var reply: Duration = .seconds(30)

    /// For the whole session.
    package var session: Duration = .seconds(120)

    /// How long the reply to QUIT is awaited, after the result is known.
    package var quit: Duration = .seconds(2)

    /// Creates the default limits.
    package init() {}
}
