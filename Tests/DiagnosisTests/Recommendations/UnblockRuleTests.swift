import ProbeModel
import Testing

@testable import Diagnosis

@Suite struct UnblockRuleTests {
    typealias Row = AdviceRow<String?>

    @Test(
        "the provider is asked where somebody on the way is in the way",
        arguments: [
            Row(
                "dropped, nobody known",
                "port 25 is dropped over IPv4: ask whoever runs that network to open it"
            ) { _ in
            },
            Row(
                "at a hop",
                "port 25 is reset over IPv4 at or just after hop 2, gw.isp.test (198.51.100.1): ask whoever runs that network to open it"
            ) {
                $0.egress = []
                try $0.egress(.blocked, method: .reset, hop: (2, "198.51.100.1", "gw.isp.test"))
            },
            Row(
                "at a provider's hop",
                "port 25 is dropped over IPv4 at or just after hop 1, core1.fsn1.hetzner.com (198.51.100.1): create a limit request at https://console.hetzner.cloud/limits, which works after a month and the first paid invoice"
            ) {
                $0.egress = []
                try $0.egress(
                    .blocked,
                    method: .drop,
                    hop: (1, "198.51.100.1", "core1.fsn1.hetzner.com")
                )
            },
            Row(
                "both families",
                "port 25 is dropped over IPv4; port 25 is refused by ICMP over IPv6: ask whoever runs that network to open it"
            ) {
                $0.hosts = []
                try $0.host("mail.domain1.test", [AdviceScene.mail4, AdviceScene.mail6])
                try $0.egress(.blocked, .ipv6, method: .icmp)
            },
            Row(
                "intercepted",
                "port 25 is answered by a device in between over IPv4: ask whoever runs that network to open it"
            ) {
                $0.egress = []
                try $0.egress(.intercepted)
            },
            Row(
                "throttled",
                "port 25 passes now and then only over IPv4: ask whoever runs that network to open it"
            ) {
                $0.verdict = .degraded
                $0.egress = []
                try $0.egress(.throttled)
            },
            // Near misses.
            Row("the family is none of the domain's", nil) {
                $0.verdict = .unreachable
                $0.egress = []
                try $0.egress(.open)
                try $0.egress(.blocked, .ipv6, method: .drop)
            },
            Row("healthy all the same", nil) { $0.verdict = .healthy },
            Row("our own firewall", nil) {
                $0.egress = []
                try $0.egress(.locallyBlocked)
            },
            Row("could not be told", nil) {
                $0.verdict = .inconclusive
                $0.egress = []
                try $0.egress(.inconclusive)
            },
            Row("the provider never opens it", nil) {
                $0.context.ownNames = [DNSName(try AdviceScene.name("vm.bc.googleusercontent.com"))]
            },
        ]
    )
    func unblock(_ row: Row) throws {
        let found = try AdviceScene.blocked(row.change).advice
            .first { $0.action == .requestUnblock }
        #expect(found?.reason == row.expected)
    }

    @Test("what is known of the provider is told with its date, and what to do afterwards")
    func provider() throws {
        let scene = try AdviceScene.blocked {
            $0.context.ownNames = [
                DNSName(try AdviceScene.name("vm.westeurope.cloudapp.azure.com"))
            ]
        }
        let advice = try scene.first(.requestUnblock)
        #expect(
            advice.notes == [
                "Azure blocks port 25 for all but Enterprise Agreement subscriptions (by its own word, 2026-11-23)",
                "the virtual machine must be stopped and started before it takes effect",
                "mxprobe diagnose domain1.test --letter prints the request with the proof",
            ]
        )
    }
}
