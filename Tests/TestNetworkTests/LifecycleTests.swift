import Foundation
import Glibc
import ProcessTestSupport
import Testing

extension OnTheTestNetwork {
    /// `scripts/testnet up` and `down`: idempotent, and without leftovers even after a crash.
    ///
    /// The copy that these tests kill is one of their own.
    @Suite struct LifecycleTests {
        private let network = TestNetwork(instance: "kill-\(getpid())")

        /// How often it is tried again to kill `up` in time.
        private static let patience = 5

        /// All that a copy of the network may leave on the machine.
        private func leftovers() throws -> [String] {
            let files = FileManager.default
            func names(_ folder: String) -> [String] {
                ((try? files.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }
            }
            let places = ["/run/netns", "/etc/netns", "/run/mxprobe-testnet"].flatMap(names)
            let mark = "MXPROBE_TESTNET_OWNER=\(network.instance)"
            let processes = names("/proc").filter { process in
                guard let environment = files.contents(atPath: "\(process)/environ") else {
                    return false
                }
                return environment.split(separator: 0).contains { $0.elementsEqual(mark.utf8) }
            }
            let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
                .split(separator: "\n").map(String.init)
            return (places + mounts).filter { $0.contains(network.instance) } + processes
        }

        /// Killed at every stage of `up`, from the first namespace to the last server.
        @Test(arguments: [
            "netns backup", "netns world", "pki/ca.pem", "zones", "pids/servers-isp", "pids/nsd",
            "ready/servers-world",
        ])
        func downAfterKill(_ stage: String) throws {
            let sign =
                stage.hasPrefix("netns ")
                ? "/run/netns/\(network.instance)-\(stage.dropFirst(6))"
                : "\(network.folder)/\(stage)"
            var up = try killed(at: sign)
            // On a busy machine it may be over before the signal comes.
            for _ in 0..<Self.patience where up.signal == nil {
                #expect(try network.script("down").status == 0)
                up = try killed(at: sign)
            }
            #expect(up.signal == SIGKILL, "it was over before it could be killed: \(up.output)")
            #expect(try leftovers() != [])
            let down = try network.script("down")
            #expect(down.status == 0, "\(down.errors)")
            #expect(try leftovers() == [])
        }

        /// Kills `up` when a file appears, on a thread that nobody else can take meanwhile.
        private func killed(at sign: String) throws -> Transcript {
            let program = try RunningProgram(network.upRun)
            try Waiting.onThisThread { FileManager.default.fileExists(atPath: sign) }
            program.send(SIGKILL)
            return try program.wait()
        }

        @Test func upTwiceAndDownTwice() throws {
            let first = try network.script("up")
            #expect(first.status == 0, "\(first.errors)")
            #expect(try leftovers() != [])
            let second = try network.script("up")
            #expect(second.output == "test network '\(network.instance)' is up already\n")
            #expect(second.status == 0)
            for _ in 0..<2 {
                let down = try network.script("down")
                #expect(down.output == "test network '\(network.instance)' is down\n")
                #expect(down.status == 0)
                #expect(try leftovers() == [])
            }
        }

        /// A network whose server was killed is brought up again.
        @Test func upAfterDamage() throws {
            defer { _ = try? network.script("down") }
            #expect(try network.script("up").status == 0)
            let pid = try String(contentsOfFile: "\(network.folder)/pids/nsd", encoding: .utf8)
            kill(try #require(pid_t(pid)), SIGKILL)
            let up = try network.script("up")
            #expect(up.output.hasPrefix("test network '\(network.instance)' is up ("))
            #expect(try network.script("status").status == 0)
            #expect(try network.script("down").status == 0)
            #expect(try leftovers() == [])
        }
    }
}
