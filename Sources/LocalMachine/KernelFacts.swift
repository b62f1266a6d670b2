import CLinuxSockets
import Glibc
package import ProbeEngine
package import ProbeModel
import Sockets

/// This machine's own counters and users, from /proc and the user database.
package struct KernelFacts: LocalFacts {
    /// The configuration of this machine's Postfix.
    private static let mainConfiguration = "/etc/postfix/main.cf"

    /// How long the mail owner's attempt may take: one SYN and its answer's way, as a rule of this machine answers at once or never.
    static let patience = Duration.milliseconds(1_500)

    /// Creates the facts.
    package init() {}

    package func ownAddresses() -> Set<IPAddress> { InterfaceAddresses.read() }

    package func unsentSegments() -> Int? {
        guard let text = ProcFile.read("/proc/net/netstat") else { return nil }
        return NetstatCounter.read("TCPRetransFail", in: text)
    }

    package func mailOwner() -> SystemUser? {
        let owner = MailOwner.read(in: ProcFile.read(Self.mainConfiguration) ?? "")
        guard geteuid() == 0, let user = SystemUser(name: owner) else { return nil }
        return user
    }

    package func connectAsMailOwner(to endpoint: Endpoint) async -> ProbeObservation? {
        guard let user = mailOwner() else { return nil }
        return await withCheckedContinuation { continuation in
            let thread = WorkerThread(name: "mxprobe-owner") {
                continuation.resume(
                    returning: UserConnection.connect(endpoint, as: user, for: Self.patience)
                )
            }
            if thread == nil { continuation.resume(returning: nil) }
        }
    }
}
