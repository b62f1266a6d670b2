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

    @Test(
        .disabled(if: geteuid() == 0, "root always takes the machine's directory"),
        arguments: [
            (["XDG_STATE_HOME": "/home/ops/state"], "/home/ops/state/mxprobe/state.db"),
            // The specification has relative paths ignored.
            (["XDG_STATE_HOME": "state"], "/home/ops/.local/state/mxprobe/state.db"),
            ([:], "/home/ops/.local/state/mxprobe/state.db"),
        ]
    )
    func othersHaveADirectoryOfTheirOwn(_ variables: [String: String], _ path: String) {
        let location = StateLocation(
            file: nil,
            environment: variables.merging(Self.home) { $1 },
            systemDirectory: "/nowhere"
        )
        #expect(location?.path == path)
    }
}
