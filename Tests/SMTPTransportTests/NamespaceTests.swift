import CLinuxSockets
import Glibc
import ProbeEngine
import ProbeModel
import Sockets
import Synchronization
import Testing

@testable import SMTPTransport

/// A network, the address that is probed in it, and what a probe has to say.
struct NetworkCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let commands: [String]
    let address: String
    let outcome: Outcome
    let error: String
    let icmp: ICMPError?

    init(
        _ name: String,
        _ commands: [String],
        to address: String,
        _ outcome: Outcome,
        _ error: String,
        icmp: (type: UInt8, code: UInt8, sender: String)? = nil
    ) {
        testDescription = name
        self.commands = commands
        self.address = address
        self.outcome = outcome
        self.error = error
        self.icmp = icmp.flatMap { icmp in
            IPAddress(icmp.sender).map { sender in
                ICMPError(
                    family: sender.family,
                    type: icmp.type,
                    code: icmp.code,
                    sender: sender
                )
            }
        }
    }

    /// An interface whose other end answers nothing, and gives up on a neighbour soon.
    static let link = [
        "ip link set lo up",
        "ip link add test0 type veth peer name test1",
        "ip addr add 198.18.0.1/24 dev test0",
        "ip addr add 2001:2::1/64 dev test0 nodad",
        "ip link set test0 up",
        "ip link set test1 up",
        "sysctl -qw net.ipv4.neigh.test0.retrans_time_ms=50",
        "sysctl -qw net.ipv6.neigh.test0.retrans_time_ms=50",
        "ip route add default via 198.18.0.2",
        "ip -6 route add default via 2001:2::2",
    ]

    /// A firewall on the way out of this machine.
    static func firewall(_ action: String) -> [String] {
        link + [
            "nft add table inet test",
            "nft add chain inet test out '{ type filter hook output priority 0; }'",
            "nft add rule inet test out tcp dport 25 \(action)",
        ]
    }
}

/// What the error queue shows, in a network namespace that lasts as long as the test.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct NamespaceTests {
    @Test(
        "tell who refused, whatever the errno",
        .enabled(if: canMakeNetworks, "needs root and the commands ip, nft and sysctl"),
        arguments: [
            // The kernel speaks for the neighbour that stays silent: this is no firewall of ours.
            NetworkCase(
                "a silent neighbour",
                NetworkCase.link,
                to: "198.18.0.2",
                .unreachable,
                "EHOSTUNREACH",
                icmp: (3, 1, "198.18.0.1")
            ),
            NetworkCase(
                "a silent neighbour over IPv6",
                NetworkCase.link,
                to: "2001:2::2",
                .unreachable,
                "EHOSTUNREACH",
                icmp: (1, 3, "2001:2::1")
            ),
            // The same prohibition has another errno in each family.
            NetworkCase(
                "our own prohibition",
                NetworkCase.firewall("reject with icmpx admin-prohibited"),
                to: "198.18.0.2",
                .deniedLocally,
                "EHOSTUNREACH",
                icmp: (3, 13, "198.18.0.1")
            ),
            NetworkCase(
                "our own prohibition over IPv6",
                NetworkCase.firewall("reject with icmpx admin-prohibited"),
                to: "2001:2::2",
                .deniedLocally,
                "EACCES",
                icmp: (1, 1, "2001:2::1")
            ),
            // A refusal with an ICMP error is a firewall, one without is a reset.
            NetworkCase(
                "our own port unreachable",
                NetworkCase.firewall("reject with icmpx port-unreachable"),
                to: "198.18.0.2",
                .deniedLocally,
                "ECONNREFUSED",
                icmp: (3, 3, "198.18.0.1")
            ),
            NetworkCase(
                "a reset",
                NetworkCase.firewall("reject with tcp reset"),
                to: "198.18.0.2",
                .refused,
                "ECONNREFUSED"
            ),
            NetworkCase(
                "a drop",
                NetworkCase.firewall("drop"),
                to: "198.18.0.2",
                .timeout,
                "ETIMEDOUT"
            ),
            // Routes answer within the call.
            NetworkCase(
                "a prohibiting route",
                NetworkCase.link + ["ip route add prohibit 198.19.0.0/16"],
                to: "198.19.0.1",
                .deniedLocally,
                "EACCES"
            ),
            NetworkCase(
                "an unreachable route",
                NetworkCase.link + ["ip route add unreachable 198.19.0.0/16"],
                to: "198.19.0.1",
                .unreachable,
                "EHOSTUNREACH"
            ),
            NetworkCase(
                "a black hole",
                NetworkCase.link + ["ip route add blackhole 198.19.0.0/16"],
                to: "198.19.0.1",
                .noRoute,
                "EINVAL"
            ),
            NetworkCase(
                "no route",
                ["ip link set lo up"],
                to: "198.18.0.2",
                .noRoute,
                "ENETUNREACH"
            ),
            NetworkCase(
                "no route over IPv6",
                ["ip link set lo up"],
                to: "2001:2::2",
                .noRoute,
                "ENETUNREACH"
            ),
        ]
    )
    func outcome(_ row: NetworkCase) async throws {
        let address = try #require(IPAddress(row.address))
        let request = ProbeRequest.test(Endpoint(address: address, port: 25)) { limits in
            limits.connect = .milliseconds(2_000)
            limits.freshAttempts = [.milliseconds(20)]
        }
        let seen = await probe(request, inNetworkOf: row.commands)
        #expect(seen.outcome == row.outcome)
        #expect(seen.systemError?.call == "connect")
        #expect(seen.systemError?.name == row.error)
        #expect(seen.icmp == row.icmp)
    }

    /// More sessions with one endpoint than there are local ports: those that find none wait until one comes back.
    @Test(
        "wait for a local port",
        .enabled(if: canMakeNetworks, "needs root and the commands ip, nft and sysctl"),
        arguments: ["127.0.0.1", "::1"]
    )
    func localPorts(_ address: String) async throws {
        let notices = Mutex<[String]>([])
        let commands = [
            "ip link set lo up", "sysctl -qw net.ipv4.ip_local_port_range='40000 40003'",
        ]
        let outcomes = await inNetwork(of: commands) { mailbox, poll, report in
            guard
                let server = try? LoopbackServer(address: address, port: 25, script: { $0.serve() })
            else { return report([]) }
            let loop = EventLoop(mailbox: mailbox, poll: poll, settings: ProberSettings())
            loop.onShortage = { error in
                notices.withLock { $0.append("\(error.call) \(error.name)") }
            }
            let sessions = Task {
                let outcomes = await withTaskGroup(of: Outcome.self) { group in
                    for id in 1...10 {
                        group.addTask { await Self.probe(UInt64(id), server.endpoint(), mailbox) }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                report(outcomes)
            }
            loop.run()
            sessions.cancel()
            _ = server.finish()
        }
        #expect(outcomes == Array(repeating: .ready, count: 10))
        #expect(notices.withLock { $0 } == ["connect EADDRNOTAVAIL"])
    }

    private static func probe(
        _ id: UInt64,
        _ endpoint: Endpoint,
        _ mailbox: Mailbox
    ) async -> Outcome {
        await withCheckedContinuation { continuation in
            let job = ProbeJob(
                id: id,
                request: .test(endpoint),
                progress: { _ in },
                continuation: continuation
            )
            if !mailbox.post(.start(job)) { job.finishInterrupted() }
        }.outcome
    }

    /// Runs a thread that has a network namespace of its own, until it has reported.
    private func inNetwork(
        of commands: [String],
        _ body:
            @escaping @Sendable (Mailbox, Int32, @escaping @Sendable ([Outcome]) -> Void) -> Void
    ) async -> [Outcome] {
        let mailbox = Mailbox(descriptor: eventfd(0, Int32(EFD_NONBLOCK)))
        let running = Mutex<WorkerThread?>(nil)
        let seen = await withCheckedContinuation { continuation in
            let report = { @Sendable (outcomes: [Outcome]) in
                continuation.resume(returning: outcomes)
            }
            let thread = WorkerThread(name: "test-network") {
                guard enterNewNetwork(), commands.allSatisfy({ system($0) == 0 }),
                    let poll = EventLoop.openPoll(wokenBy: mailbox)
                else { return report([]) }
                body(mailbox, poll, report)
            }
            if thread == nil { report([]) }
            running.withLock { $0 = thread }
        }
        _ = mailbox.post(.stop)
        running.withLock { $0?.join() }
        return seen
    }

    /// Runs a loop on a thread that has a network namespace of its own.
    private func probe(
        _ request: ProbeRequest,
        inNetworkOf commands: [String]
    ) async -> ProbeObservation {
        let mailbox = Mailbox(descriptor: eventfd(0, Int32(EFD_NONBLOCK)))
        let running = Mutex<WorkerThread?>(nil)
        let seen = await withCheckedContinuation { continuation in
            let job = ProbeJob(
                id: 1,
                request: request,
                progress: { _ in },
                continuation: continuation
            )
            let thread = WorkerThread(name: "test-network") {
                guard enterNewNetwork() else { return job.finishInterrupted() }
                for command in commands where system(command) != 0 {
                    return job.finishInterrupted(SystemError(call: command, errno: EINVAL))
                }
                guard let poll = EventLoop.openPoll(wokenBy: mailbox) else {
                    return job.finishInterrupted()
                }
                let loop = EventLoop(mailbox: mailbox, poll: poll, settings: ProberSettings())
                _ = mailbox.post(.start(job))
                loop.run()
            }
            if thread == nil { job.finishInterrupted() }
            running.withLock { $0 = thread }
        }
        _ = mailbox.post(.stop)
        running.withLock { $0?.join() }
        return seen
    }
}

/// Gives the calling thread a network of its own, which ends with it.
private func enterNewNetwork() -> Bool {
    // sched.h hides it from Swift.
    guard let symbol = dlsym(nil, "unshare") else { return false }
    let unshare = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
    let newNetwork: Int32 = 0x4000_0000
    return unshare(newNetwork) == 0
}

/// Whether ``NamespaceTests`` can run here.
private let canMakeNetworks =
    geteuid() == 0 && system("command -v ip nft sysctl >/dev/null") == 0
    && system("unshare --net true") == 0
