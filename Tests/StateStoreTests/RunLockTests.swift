import Foundation
import ProcessTestSupport
import StateStore
import Testing

@Suite struct RunLockTests {
    let folder: StateFolder

    init() throws { folder = try StateFolder() }

    private func take(_ time: Int64 = 1) throws -> RunLock.Attempt {
        RunLock.take(for: try folder.location(), at: time)
    }

    private func holder() throws -> RunLock.Holder? {
        guard case .held(let holder) = try take() else { return nil }
        return holder
    }

    @Test func theSecondIsToldOfTheFirst() throws {
        guard case .taken(let lock) = try take(1_700_000_000) else {
            Issue.record("not taken")
            return
        }
        let holder = try #require(try holder())
        #expect(holder.pid == getpid())
        #expect(holder.since == 1_700_000_000)
        withExtendedLifetime(lock) {}
    }

    @Test func itGoesWithTheValue() throws {
        for _ in 0..<3 {
            guard case .taken = try take() else {
                Issue.record("not taken")
                return
            }
        }
    }

    @Test func aDatabaseIsUsedBesideIt() throws {
        guard case .taken(let lock) = try take() else {
            Issue.record("not taken")
            return
        }
        try folder.store().commit(RunCommit(Sample.run(1)), subjects: [])
        #expect(try holder() != nil)
        withExtendedLifetime(lock) {}
    }

    @Test func aKilledHolderLeavesNoLock() throws {
        let child = try RunningProgram(
            ProgramRun(BuiltProgram.stateStoreWriter, ["lock", folder.database])
        )
        let start = ContinuousClock.now
        var found: RunLock.Holder?
        while found?.pid == nil, ContinuousClock.now - start < .seconds(60) {
            found = try holder()
            usleep(2_000)
        }
        #expect(found?.since == 1_700_000_000)
        child.send(SIGKILL)
        #expect(try child.wait().signal == SIGKILL)
        guard case .taken = try take() else {
            Issue.record("a lock is left behind")
            return
        }
    }

    @Test func programsThatTheRunStartsDoNotHoldIt() throws {
        guard case .taken(let lock) = try take() else {
            Issue.record("not taken")
            return
        }
        let ours = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            .compactMap { Int32($0) }
            .filter { file in
                let name = "/proc/self/fd/\(file)"
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: name)
                return target == folder.database + ".lock"
            }
        #expect(ours.count == 1)
        for file in ours { #expect(fcntl(file, F_GETFD) == FD_CLOEXEC) }
        withExtendedLifetime(lock) {}
    }

    /// Whatever the file says, nobody holds it.
    @Test(arguments: [
        "", "1 2\n", "999999999999 1", "no numbers", String(repeating: "9", count: 500),
    ])
    func whatAnEarlierRunLeftMeansNothing(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.database + ".lock"))
        guard case .taken(let lock) = try take(5) else {
            Issue.record("not taken")
            return
        }
        #expect(try holder()?.since == 5)
        withExtendedLifetime(lock) {}
    }

    @Test func aLockThatIsNoFileIsToldAndNotFollowed() throws {
        let other = folder.path + "/other"
        try FileManager.default.createSymbolicLink(
            atPath: folder.database + ".lock",
            withDestinationPath: other
        )
        guard case .failed(let error) = try take() else {
            Issue.record("taken")
            return
        }
        #expect(error.kind == .notAFile)
        #expect(access(other, F_OK) != 0)
    }
}
