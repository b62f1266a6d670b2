import ProbeModel
import Testing

@testable import LocalMachine

@Suite("Rules of this machine's firewall that name port 25")
struct FirewallTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let rule: String
        let action: FirewallRule.Action?
        var families: Set<AddressFamily> = [.ipv4, .ipv6]
        var testDescription: String { rule }

        init(
            _ rule: String,
            _ action: FirewallRule.Action?,
            _ families: Set<AddressFamily> = [.ipv4, .ipv6]
        ) {
            self.rule = rule
            self.action = action
            self.families = families
        }
    }

    private static func ruleset(
        _ rule: String,
        table: String = "inet filter",
        hook: String = "output"
    ) -> String {
        """
        table \(table) { # handle 3
        \tset mine { # handle 9
        \t\ttype inet_service
        \t\telements = { 25 }
        \t}
        \tchain out { # handle 1
        \t\ttype filter hook \(hook) priority filter; policy accept;
        \t\t\(rule) # handle 7
        \t}
        }
        """
    }

    @Test(
        "by nft",
        arguments: [
            Row("tcp dport 25 drop", .drop), Row("tcp dport smtp reject", .reject),
            Row("tcp dport { 25, 465 } counter packets 3 bytes 180 drop", .drop),
            Row("tcp dport { 22, 20-30 } reject with tcp reset", .reject),
            Row("meta l4proto tcp th dport 20-30 drop", .drop),
            Row("meta nfproto ipv4 tcp dport 25 drop", .drop, [.ipv4]),
            Row("ip6 daddr 2000::/3 tcp dport 25 drop", .drop, [.ipv6]),
            Row(
                "tcp dport 25 meta skuid != 102 reject with icmp port-unreachable",
                .reject,
                [.ipv4]
            ),
            Row("tcp dport 25 reject with icmpv6 port-unreachable", .reject, [.ipv6]),
            Row("tcp dport 25 reject with icmpx admin-prohibited", .reject),
            Row("tcp dport 25 redirect to :2525", .redirect),
            Row("tcp dport 25 dnat ip to 198.18.1.9:25", .redirect),
            Row("tcp dport 25 log prefix \"drop it\" drop", .drop),
            // Near misses.
            Row("tcp dport != 25 drop", nil), Row("tcp dport 2525 drop", nil),
            Row("tcp sport 25 drop", nil), Row("udp dport 25 drop", nil),
            Row("tcp dport 25 accept", nil), Row("tcp dport 25 counter packets 25 bytes 25", nil),
            Row("tcp dport { 26-30, 465 } drop", nil), Row("tcp dport @mine drop", nil),
            Row("tcp dport 25 log prefix \"drop\"", nil),
            Row("log prefix \"tcp dport 25\" drop", nil),
            Row("tcp dport 25 comment \"reject\" accept", nil), Row("drop", nil), Row("", nil),
            Row("tcp dport", nil), Row("tcp dport {", nil), Row("dport 25 drop", nil),
        ]
    )
    func nft(_ row: Row) {
        let rules = NftListing(Self.ruleset(row.rule)).rules
        #expect(rules.map(\.action) == (row.action.map { [$0] } ?? []))
        guard let rule = rules.first else { return }
        #expect(rule.place == "nftables table inet filter, chain out, handle 7")
        #expect(rule.families == row.families)
        #expect(rule.text.hasPrefix(row.rule))
    }

    @Test("by nft, only where outgoing packets come along")
    func chains() {
        #expect(NftListing(Self.ruleset("tcp dport 25 drop", hook: "input")).rules.isEmpty)
        let four = NftListing(Self.ruleset("tcp dport 25 drop", table: "ip filter")).rules
        #expect(four.map(\.families) == [[.ipv4]])
        let jumping = """
            table ip a {
            \tchain OUTPUT {
            \t\ttype filter hook output priority filter; policy accept;
            \t\tjump user
            \t}
            \tchain user {
            \t\tgoto user
            \t\ttcp dport 25 drop # handle 4
            \t}
            \tchain unused {
            \t\ttcp dport 25 drop # handle 5
            \t}
            }
            table ip b {
            \tchain user {
            \t\ttcp dport 25 drop # handle 6
            \t}
            }
            """
        #expect(
            NftListing(jumping).rules.map(\.place) == [
                "nftables table ip a, chain user, handle 4"
            ]
        )
    }

    @Test(
        "by iptables-save",
        arguments: [
            Row("-A OUTPUT -p tcp -m tcp --dport 25 -j DROP", .drop),
            Row(
                "-A OUTPUT -p tcp -m multiport --dports 22,25,465 -j REJECT --reject-with tcp-reset",
                .reject
            ),
            Row("-A OUTPUT -p tcp -m tcp --dport 20:30 -j DROP", .drop),
            Row("-A OUTPUT -p tcp -m tcp --dport 25 -j REDIRECT --to-ports 2525", .redirect),
            Row("-A sub -p tcp -m tcp --dport 25 -j DROP", .drop),
            // Near misses.
            Row("-A OUTPUT -p tcp -m tcp ! --dport 25 -j DROP", nil),
            Row("-A OUTPUT -p tcp -m tcp --sport 25 -j DROP", nil),
            Row("-A OUTPUT -p tcp -m tcp --dport 2525 -j DROP", nil),
            Row("-A OUTPUT -p tcp -m tcp --dport 25 -j ACCEPT", nil),
            Row("-A INPUT -p tcp -m tcp --dport 25 -j DROP", nil),
            Row("-A other -p tcp -m tcp --dport 25 -j DROP", nil),
            Row("-A OUTPUT --dport", nil), Row("-A", nil),
        ]
    )
    func iptables(_ row: Row) {
        let text = """
            # Generated
            *filter
            :OUTPUT ACCEPT [0:0]
            -A OUTPUT -j sub
            \(row.rule)
            COMMIT
            """
        let rules = IptablesListing(text, program: "iptables", family: .ipv4).rules
        #expect(rules.map(\.action) == (row.action.map { [$0] } ?? []))
        let place = row.rule.contains("sub") ? "sub, rule 1" : "OUTPUT, rule 2"
        #expect(rules.allSatisfy { $0.place == "iptables table filter, chain \(place)" })
        #expect(rules.allSatisfy { $0.families == [.ipv4] })
    }

    @Test("what is listed is safe to print and bounded")
    func hostile() {
        let long =
            "tcp dport 25 drop comment \"\u{1B}[31m" + String(repeating: "x", count: 5_000) + "\""
        let rule = NftListing(Self.ruleset(long)).rules.first
        #expect(rule?.text.contains("\u{1B}") == false)
        #expect((rule?.text.utf8.count ?? 0) < 300)
    }

    @Test("programs that fail, hang or print too much give nothing")
    func programs() {
        func run(_ script: String, limit: Int = 100, patience: Duration = .seconds(30)) -> [UInt8]?
        {
            ListingProgram.output(of: "/bin/sh", ["-c", script], limit: limit, patience: patience)
        }
        #expect(run("printf rules") == Array("rules".utf8))
        #expect(run("printf rules; exit 1") == nil)
        #expect(run("exec sleep 600", patience: .milliseconds(50)) == nil)
        #expect(run("while :; do echo more; done") == nil)
        #expect(run("printf %s \"$HOME\"") == [])
        #expect(ListingProgram.output(of: "/nowhere", [], limit: 1, patience: .seconds(1)) == nil)
    }
}
