import Foundation
import ProbeModel
import Testing

@testable import Diagnosis

/// The data about providers, which colours advice and nothing else.
@Suite struct ProviderPoliciesTests {
    @Test(
        "each row has sources, a date and a way to be recognised",
        arguments: ProviderPolicies.all
    )
    func row(_ policy: ProviderPolicy) {
        #expect(!policy.sources.isEmpty)
        #expect(policy.sources.allSatisfy { $0.hasPrefix("https://") })
        #expect(DataDate.isDate(policy.checked))
        #expect(policy.blockedPorts.contains(Endpoint.smtpPort))
        #expect(!policy.nameSuffixes.isEmpty)
        #expect(policy.nameSuffixes.allSatisfy { (DomainName($0)?.labels.count ?? 0) >= 2 })
        #expect(policy.relays.allSatisfy { DomainName($0) != nil })
    }

    @Test("rows of user reports say so")
    func reports() {
        #expect(ProviderPolicies.reported.allSatisfy { $0.isReport })
        let others = Set(ProviderPolicies.all).subtracting(ProviderPolicies.reported)
        #expect(others.allSatisfy { !$0.isReport })
    }

    @Test("a name belongs to one provider at most")
    func disjoint() {
        let suffixes = ProviderPolicies.all.flatMap(\.nameSuffixes)
        #expect(Set(suffixes).count == suffixes.count)
        #expect(Set(ProviderPolicies.all.map(\.name)).count == ProviderPolicies.all.count)
    }

    @Test(
        "a provider is recognised by the end of a name, at a label boundary",
        arguments: [
            ("core24.fsn1.hetzner.com", "Hetzner Cloud"),
            ("static.1.2.3.4.clients.your-server.de", "Hetzner Cloud"),
            ("EC2-1-2-3-4.compute-1.AMAZONAWS.com", "Amazon EC2"),
            ("li1-1.members.linode.com", "Linode"),
            ("1.2.3.4.vultrusercontent.com", "Vultr"),
            // Near misses.
            ("nothetzner.com", nil),
            ("hetzner.com.example", nil),
            ("hetzner.example", nil),
            ("com", nil),
        ] as [(String, String?)]
    )
    func recognised(_ name: String, _ expected: String?) throws {
        let labels = name.split(separator: ".").map { Array($0.utf8) }
        let name = try #require(DNSName(labels: labels))
        #expect(ProviderPolicies.provider(of: [name])?.name == expected)
    }

    @Test("the hop where port 25 stops decides before this machine's own name")
    func hopFirst() throws {
        let hop = try #require(DomainName("gw.hetzner.com"))
        let own = try #require(DomainName("vm.linode.com"))
        let report = EgressReport(
            family: .ipv4,
            verdict: .blocked,
            blockedAt: PathHop(distance: 1, address: nil, name: DNSName(hop))
        )
        let names = [DNSName(own)]
        #expect(ProviderPolicies.provider(for: [report], ownNames: names)?.name == "Hetzner Cloud")
        #expect(ProviderPolicies.provider(for: [], ownNames: names)?.name == "Linode")
        #expect(ProviderPolicies.provider(for: [], ownNames: []) == nil)
    }

    @Test(
        "no verdict and no finding is made with it",
        arguments: ["Verdicts", "Egress", "Findings"]
    )
    func verdictsDoNotUseIt(_ folder: String) throws {
        let sources = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Diagnosis/\(folder)")
        let files = try FileManager.default.contentsOfDirectory(
            at: sources,
            includingPropertiesForKeys: nil
        )
        #expect(!files.isEmpty)
        for file in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("ProviderPolic"), "\(file.lastPathComponent)")
        }
    }
}
