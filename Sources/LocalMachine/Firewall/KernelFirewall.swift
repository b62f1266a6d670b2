import Glibc
import ProbeEngine
package import ProbeModel
import Sockets

/// The firewall of this machine, as `nft`, or else `iptables-save` and `ip6tables-save`, list it to root.
package struct KernelFirewall: FirewallReading {
    /// Where distributions put the programs of administrators.
    private static let folders = ["/usr/sbin", "/sbin", "/usr/bin"]

    /// How long a listing may take; it comes from the kernel at once, unless another holds the lock.
    private static let patience = Duration.seconds(2)

    /// The most that is read of a listing, in bytes; fail2ban's and panels' rulesets have some thousand lines.
    private static let limit = 4 << 20

    /// The most rules that are named; more would help nobody.
    private static let mostRules = 5

    /// Creates the reader.
    package init() {}

    package func outputRules() async -> [FirewallRule] {
        guard geteuid() == 0 else { return [] }
        return await withCheckedContinuation { continuation in
            let thread = WorkerThread(name: "mxprobe-rules") {
                continuation.resume(returning: Self.read())
            }
            if thread == nil { continuation.resume(returning: []) }
        }
    }

    /// What iptables adds shows in nft's listing too where it is the newer one, so that only one of both is asked.
    private static func read() -> [FirewallRule] {
        let byNft = listing("nft", ["-a", "list", "ruleset"]).map { NftListing($0).rules } ?? []
        guard byNft.isEmpty else { return Array(byNft.prefix(mostRules)) }
        let families: [(String, AddressFamily)] = [("iptables", .ipv4), ("ip6tables", .ipv6)]
        let rules = families.flatMap { program, family in
            listing("\(program)-save", []).map {
                IptablesListing($0, program: program, family: family).rules
            } ?? []
        }
        return Array(rules.prefix(mostRules))
    }

    private static func listing(_ program: String, _ arguments: [String]) -> String? {
        for folder in folders where access("\(folder)/\(program)", X_OK) == 0 {
            let bytes = ListingProgram.output(
                of: "\(folder)/\(program)",
                arguments,
                limit: limit,
                patience: patience
            )
            return bytes.map { String(decoding: $0, as: UTF8.self) }
        }
        return nil
    }
}
