extension Validator {
    /// What libunbound is told, see unbound.conf(5).
    static let options: [(String, String)] = [
        ("verbosity:", "0"),
        ("use-syslog:", "no"),
        // The loopback front is on this machine.
        ("do-not-query-localhost:", "no"),
        // The front answers late rather than never, so libunbound's own repetitions only cost time.
        ("infra-cache-min-rtt:", "4000"),
        // Should it give the front up nevertheless, it forgets that after a second (the default is
        // 15 minutes).
        ("infra-host-ttl:", "1"),
        ("outbound-msg-retry:", "2"),
        // Answers of any length come in one datagram: loopback carries 64 KiB.
        ("edns-buffer-size:", "65507"),
        // Sockets of libunbound at a time; its default of 16 makes slow answers hold up the others.
        ("outgoing-range:", "64"),
        // The trust anchors are told nobody (RFC 8145): that would be one more query a run.
        ("trust-anchor-signaling:", "no"),
    ]

    /// The zones that unbound answers by itself, as though nobody served them, which private
    /// resolvers do.
    ///
    /// From unbound 1.17 to 1.22; removing one that is not there does no harm.
    static let localZones: [String] =
        [
            "localhost.", "test.", "invalid.", "onion.", "home.arpa.", "resolver.arpa.",
            "service.arpa.", "127.in-addr.arpa.", "0.in-addr.arpa.", "10.in-addr.arpa.",
            "168.192.in-addr.arpa.", "254.169.in-addr.arpa.", "2.0.192.in-addr.arpa.",
            "100.51.198.in-addr.arpa.", "113.0.203.in-addr.arpa.", "255.255.255.255.in-addr.arpa.",
            "d.f.ip6.arpa.", "8.e.f.ip6.arpa.", "9.e.f.ip6.arpa.", "a.e.f.ip6.arpa.",
            "b.e.f.ip6.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa.",
            String(repeating: "0.", count: 32) + "ip6.arpa.",
            "1." + String(repeating: "0.", count: 31) + "ip6.arpa.",
        ] + (16...31).map { "\($0).172.in-addr.arpa." }
        + (64...127).map { "\($0).100.in-addr.arpa." }
}
