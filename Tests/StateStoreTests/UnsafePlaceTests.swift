import Foundation
import StateStore
import Testing

/// Root does not write where a local user could lead it astray.
@Suite(.enabled(if: geteuid() == 0, "only root can own a directory that others cannot change"))
struct UnsafePlaceTests {
    let folder: StateFolder

    init() throws { folder = try StateFolder() }

    private func kind(_ path: String) throws -> StateStoreError.Kind? {
        let location = try #require(StateLocation(file: path, environment: [:]))
        if case .failed(let error) = RunLock.take(for: location, at: 1) {
            // Store and lock judge alike.
            guard case .failure(let other) = StateStore.open(location) else { return nil }
            #expect(error.kind == other.kind)
            return error.kind
        }
        guard case .failure(let error) = StateStore.open(location) else { return nil }
        return error.kind
    }

    private func makeDirectory(_ name: String) throws -> String {
        let path = folder.path + "/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        return path
    }

    @Test func aDirectoryOfRootsOwnIsTaken() throws {
        #expect(try kind(makeDirectory("own") + "/state.db") == nil)
    }

    @Test(arguments: [0o777, 0o1777, 0o702])
    func aDirectoryThatEverybodyCanWriteIsRefused(_ mode: mode_t) throws {
        let path = try makeDirectory("shared")
        chmod(path, mode)
        #expect(try kind(path + "/state.db") == .unsafe)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
    }

    @Test func aDirectoryOfAnotherUserIsRefused() throws {
        let path = try makeDirectory("foreign")
        chown(path, 65_534, 65_534)
        #expect(try kind(path + "/state.db") == .unsafe)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
    }

    @Test func aDirectoryBelowAnotherUsersIsRefused() throws {
        let path = try makeDirectory("foreign")
        let own = try makeDirectory("foreign/own")
        chown(path, 65_534, 65_534)
        #expect(try kind(own + "/state.db") == .unsafe)
    }

    @Test func aLinkedDirectoryIsRefused() throws {
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: try makeDirectory("own")
        )
        #expect(try kind(link + "/state.db") == .unsafe)
    }

    @Test func aLinkFurtherUpLeadsToWhatIsJudged() throws {
        let foreign = try makeDirectory("foreign")
        _ = try makeDirectory("foreign/own")
        chown(foreign, 65_534, 65_534)
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: foreign)
        #expect(try kind(link + "/own/state.db") == .unsafe)
    }

    @Test func aFileOfAnotherUserIsRefused() throws {
        try folder.write([])
        chown(folder.database, 65_534, 65_534)
        let location = try folder.location()
        guard case .failure(let error) = StateStore.open(location) else {
            Issue.record("opened")
            return
        }
        #expect(error.kind == .unsafe)
    }
}
