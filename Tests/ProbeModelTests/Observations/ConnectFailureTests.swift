import ProbeModel
import Testing

@Suite("ConnectFailure")
struct ConnectFailureTests {
    /// One failed connect: error number, ICMP error, who sent that, and what it means.
    struct Row: CustomTestStringConvertible, Sendable {
        let seen: String
        let errno: Int32
        var icmp: (AddressFamily, UInt8, UInt8)?
        var isLocal = false
        let outcome: Outcome

        var testDescription: String { "\(seen) is \(outcome.rawValue)" }
    }

    @Test("tells the causes apart", arguments: ConnectFailureTests.rows)
    func meaning(_ row: Row) {
        let icmp = row.icmp.map { ICMPError(family: $0, type: $1, code: $2, sender: nil) }
        let outcome = ConnectFailure.outcome(
            errno: row.errno,
            icmp: icmp,
            isLocalSender: row.isLocal
        )
        #expect(outcome == row.outcome)
    }

    @Test("has Linux's numbers")
    func numbers() {
        #expect(LinuxErrno.timedOut == 110)
        #expect(LinuxErrno.connectionRefused == 111)
        #expect(LinuxErrno.hostUnreachable == 113)
        #expect(LinuxErrno.networkUnreachable == 101)
        #expect(LinuxErrno.addressUnavailable == 99)
        #expect(LinuxErrno.noProtocol == 92)
    }

    static let rows: [Row] = [
        // Without ICMP.
        Row(seen: "silence", errno: 110, outcome: .timeout),
        Row(seen: "a TCP reset", errno: 111, outcome: .refused),
        Row(seen: "a reset just after the handshake", errno: 104, outcome: .reset),
        Row(seen: "EPERM from a local filter", errno: 1, outcome: .deniedLocally),
        Row(seen: "a local route of type prohibit", errno: 13, outcome: .deniedLocally),
        Row(seen: "no route", errno: 101, outcome: .noRoute),
        Row(seen: "no address of the family", errno: 99, outcome: .noRoute),
        Row(seen: "no support for the family", errno: 97, outcome: .noRoute),
        Row(seen: "a network that is down", errno: 100, outcome: .noRoute),
        Row(seen: "an interface that is gone", errno: 19, outcome: .noRoute),
        Row(seen: "a local route of type blackhole", errno: 22, outcome: .noRoute),
        Row(seen: "a local route of type unreachable", errno: 113, outcome: .unreachable),
        Row(seen: "a host that is down", errno: 112, outcome: .unreachable),
        Row(seen: "ENOPROTOOPT without the reason", errno: 92, outcome: .unreachable),
        Row(seen: "a lack of memory", errno: 12, outcome: .interrupted),
        // ICMP over IPv4, from the way.
        Row(seen: "net unreachable", errno: 101, icmp: (.ipv4, 3, 0), outcome: .unreachable),
        Row(seen: "host unreachable", errno: 113, icmp: (.ipv4, 3, 1), outcome: .unreachable),
        Row(seen: "protocol unreachable", errno: 92, icmp: (.ipv4, 3, 2), outcome: .unreachable),
        Row(seen: "port unreachable", errno: 111, icmp: (.ipv4, 3, 3), outcome: .unreachable),
        Row(seen: "net prohibited", errno: 101, icmp: (.ipv4, 3, 9), outcome: .prohibited),
        Row(seen: "host prohibited", errno: 113, icmp: (.ipv4, 3, 10), outcome: .prohibited),
        Row(seen: "prohibited", errno: 113, icmp: (.ipv4, 3, 13), outcome: .prohibited),
        Row(seen: "time exceeded", errno: 113, icmp: (.ipv4, 11, 0), outcome: .unreachable),
        // ICMP over IPv6, from the way.
        Row(seen: "v6 no route", errno: 101, icmp: (.ipv6, 1, 0), outcome: .unreachable),
        Row(seen: "v6 prohibited", errno: 13, icmp: (.ipv6, 1, 1), outcome: .prohibited),
        Row(seen: "v6 address unreachable", errno: 113, icmp: (.ipv6, 1, 3), outcome: .unreachable),
        Row(seen: "v6 port unreachable", errno: 111, icmp: (.ipv6, 1, 4), outcome: .unreachable),
        Row(seen: "v6 source policy", errno: 13, icmp: (.ipv6, 1, 5), outcome: .prohibited),
        Row(seen: "v6 reject route", errno: 13, icmp: (.ipv6, 1, 6), outcome: .prohibited),
        Row(seen: "v6 hop limit", errno: 113, icmp: (.ipv6, 3, 0), outcome: .unreachable),
        // Types that say nothing about reaching the host leave it to the error number.
        Row(seen: "a redirect, then silence", errno: 110, icmp: (.ipv4, 5, 1), outcome: .timeout),
        Row(seen: "too big, then silence", errno: 110, icmp: (.ipv4, 3, 4), outcome: .timeout),
        Row(seen: "v6 too big, then silence", errno: 110, icmp: (.ipv6, 2, 0), outcome: .timeout),
        // ICMP from one of this machine's own addresses: its firewall...
        Row(
            seen: "port unreachable from here",
            errno: 111,
            icmp: (.ipv4, 3, 3),
            isLocal: true,
            outcome: .deniedLocally
        ),
        Row(
            seen: "prohibited from here",
            errno: 113,
            icmp: (.ipv4, 3, 13),
            isLocal: true,
            outcome: .deniedLocally
        ),
        Row(
            seen: "v6 prohibited from here",
            errno: 13,
            icmp: (.ipv6, 1, 1),
            isLocal: true,
            outcome: .deniedLocally
        ),
        Row(
            seen: "v6 port unreachable from here",
            errno: 111,
            icmp: (.ipv6, 1, 4),
            isLocal: true,
            outcome: .deniedLocally
        ),
        // ...but not when a neighbour on the link stays silent, or a TTL ends here.
        Row(
            seen: "host unreachable from here",
            errno: 113,
            icmp: (.ipv4, 3, 1),
            isLocal: true,
            outcome: .unreachable
        ),
        Row(
            seen: "v6 address unreachable from here",
            errno: 113,
            icmp: (.ipv6, 1, 3),
            isLocal: true,
            outcome: .unreachable
        ),
        Row(
            seen: "time exceeded from here",
            errno: 113,
            icmp: (.ipv4, 11, 0),
            isLocal: true,
            outcome: .unreachable
        ),
    ]
}
