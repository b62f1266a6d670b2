import Glibc
import ProcessTestSupport
import Testing

/// Namespaces that a program under test has to itself: a network, or a tree of mounts.
enum OwnNamespace {
    /// Root makes them; others become root of a namespace of users first, where the system lets them.
    private static let identity = geteuid() == 0 ? [] : ["--user", "--map-root-user"]

    /// Why there is no network of a program's own; `nil` where there is one.
    static let networkObstacle = obstacle(
        ["--net", "/bin/sh", "-c", "ip link add world0 type veth peer name world1"],
        "no network namespace with the command ip"
    )

    /// Why there is no file system of a program's own; `nil` where there is one.
    static let mountObstacle = obstacle(
        ["--mount", "mount", "-t", "tmpfs", "none", "/mnt"],
        "no mount namespace with a file system in memory"
    )

    /// A run in a network that holds what `mailworld.py` has.
    static func inMailWorld(_ run: ProgramRun) -> ProgramRun {
        let world = BuiltProgram.packageRoot + "/Tests/CommandLineTests/mailworld.py"
        return unshared(run, ["--net", "/usr/bin/python3", "-B", world, run.program])
    }

    /// A run by shell commands that may mount what nobody else sees; it is their `"$@"`.
    static func run(_ run: ProgramRun, after commands: String) -> ProgramRun {
        unshared(run, ["--mount", "/bin/sh", "-ec", commands, "sh", run.program])
    }

    private static func unshared(_ run: ProgramRun, _ arguments: [String]) -> ProgramRun {
        var outer = run
        outer.program = "/usr/bin/unshare"
        outer.arguments = identity + arguments + run.arguments
        return outer
    }

    /// With `MXPROBE_REQUIRE_NETWORK=1`, as in automatic builds, nothing is skipped and what is missing fails.
    private static func obstacle(_ trial: [String], _ what: String) -> Comment? {
        guard getenv("MXPROBE_REQUIRE_NETWORK").map({ String(cString: $0) }) != "1" else {
            return nil
        }
        let run = ProgramRun("/usr/bin/unshare", identity + trial)
        guard (try? run.transcript())?.status != 0 else { return nil }
        let line = "SKIPPED: this machine lets us have \(what)"
        fputs("\n*** \(line) ***\n\n", fdopen(dup(STDERR_FILENO), "w"))
        return Comment(rawValue: line)
    }
}
