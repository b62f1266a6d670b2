import Glibc
import ProcessTestSupport
import Testing

/// SIGINT and SIGTERM end a run at once with what is known so far.
@Suite struct InterruptionTests {
    /// Longer than all that a signal sets off, far shorter than the wait for an answer.
    private static let moment = Duration.seconds(5)

    @Test(arguments: [SIGINT, SIGTERM]) func endsWithTheReport(_ signal: Int32) throws {
        let resolver = try SilentResolver()
        let arguments = ["diagnose", "a.test", "--resolver", "127.0.0.1@\(resolver.port)"]
        let program = try RunningProgram(ProgramRun(BuiltProgram.mxprobe, arguments))
        resolver.waitForQuery()
        let asked = ContinuousClock.now
        program.send(signal)
        let transcript = try program.wait()
        #expect(asked.duration(to: .now) < Self.moment)
        #expect(
            transcript.output.hasPrefix(
                "a.test  INCONCLUSIVE: the run ended before DNS had answered\n"
            )
        )
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 3)
    }
}
