import Foundation
import StateStore
import Testing

@Suite struct StateLocationTests {
    private static let home = ["HOME": "/home/ops"]

    @Test func aNamedFileComesFirst() {
        let location = StateLocation(file: "x.db", environment: ["STATE_DIRECTORY": "/a"])
        #expect(location?.path == "x.db")
    }

    @Test(arguments: [
        ("/var/lib/a", "/var/lib/a/state.db"),
        // Several directories of one unit (systemd.exec(5)): the first.
        ("/var/lib/a:/var/lib/b", "/var/lib/a/state.db"),
        // Not what systemd writes.
        ("relative", "/root-or-writable/state.db"), ("", "/root-or-writable/state.db"),
    ])
    func systemdsDirectoryComesNext(_ variable: String, _ path: String) throws {
        let folder = try StateFolder()
        let location = StateLocation(
            file: nil,
            environment: ["STATE_DIRECTORY": variable],
            systemDirectory: folder.path
        )
        #expect(location?.path == path.replacing("/root-or-writable", with: folder.path))
    }

    @Test(arguments: [
        (["XDG_STATE_HOME": "/home/ops/state"], "/home/ops/state/mxprobe/state.db"),
        // The specification has relative paths ignored.
        (["XDG_STATE_HOME": "state"], "/home/ops/.local/state/mxprobe/state.db"),
        ([:], "/home/ops/.local/state/mxprobe/state.db"),
    ])
    func othersHaveADirectoryOfTheirOwn(_ variables: [String: String], _ path: String) {
        let environment = variables.merging(Self.home) { $1 }
        #expect(location(environment, user: 1_000)?.path == path)
    }

    @Test func rootTakesTheMachinesDirectoryEvenBeforeItIsThere() {
        #expect(location(Self.home, user: 0)?.path == "/nowhere/state.db")
    }

    @Test func somebodyWithoutAHomeHasNoPlace() {
        #expect(location([:], user: 1_000) == nil)
        #expect(location(["HOME": "relative"], user: 1_000) == nil)
    }

    @Test func theUsersOwnDirectoriesAreMade() throws {
        let folder = try StateFolder()
        let place = try #require(location(["HOME": folder.path], user: 1_000))
        _ = try StateStore.open(place).get()
        #expect(access(folder.path + "/.local/state/mxprobe/state.db", W_OK) == 0)
    }

    private func location(_ environment: [String: String], user: uid_t) -> StateLocation? {
        StateLocation(
            file: nil,
            environment: environment,
            systemDirectory: "/nowhere",
            user: user
        )
    }
}
