import Glibc
import ProbeCommands

/// The program with its clock stopped at a time, for tests that take two weeks: `SECONDS ARGUMENT…`, the seconds since
/// 1970 (UTC).
guard CommandLine.arguments.count > 1, let time = Int64(CommandLine.arguments[1]) else {
    exit(64)
}
await Program.main(CommandLine.arguments.dropFirst(2)) { time }
