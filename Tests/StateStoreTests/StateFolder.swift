import Foundation
import GRDB
import StateStore
import Testing

/// A folder of its own for a test's database, removed with everything in it when the value goes.
final class StateFolder: Sendable {
    /// The path without a final slash.
    let path: String

    init() throws {
        path = "/tmp/mxprobe-test-state-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit {
        for name in FileManager.default.subpaths(atPath: path) ?? [] {
            chmod("\(path)/\(name)", 0o700)
        }
        chmod(path, 0o700)
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Issue.record("cannot remove \(path): \(error)")
        }
    }

    /// The database.
    var database: String { path + "/" + StateLocation.fileName }

    /// Where the database lies.
    func location() throws -> StateLocation {
        try #require(StateLocation(file: database, environment: [:]))
    }

    /// A store on the database.
    func store(
        access: StateStore.Access = .write,
        patience: Duration = .seconds(60)
    ) throws -> StateStore {
        try StateStore.open(location(), access: access, patience: patience).get()
    }

    /// Why there is no store.
    func fault(access: StateStore.Access = .write) throws -> StateStoreError? {
        switch StateStore.open(try location(), access: access, patience: .milliseconds(50)) {
        case .success: return nil
        case .failure(let error):
            // One line that names the place and none of our SQL.
            #expect(error.message.contains(path) && !error.message.contains("\n"))
            #expect(!error.message.contains("SELECT") && !error.message.contains("PRAGMA"))
            return error
        }
    }

    /// The database as another program would open it.
    func raw() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(60)
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: database, configuration: configuration)
    }

    /// The bytes of the database.
    func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: database)) }

    /// Writes the bytes of the database.
    func write(_ bytes: some Sequence<UInt8>) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: database))
    }
}
