import CLinuxFiles
import Foundation
import ProcessTestSupport
import TransportMap

@testable import PostfixSystem

/// A table with its index in a folder of its own, and a main.cf that does not depend on the machine's.
final class MapScene: Sendable {
    static let postmap = "/usr/sbin/postmap"

    static let text = "# routes\nfirst.test smtp:mail.first.test\nother.test relay:[other.test]\n"

    /// Whether the programs that the tests run are there.
    static let hasPostfix = FileManager.default.isExecutableFile(atPath: postmap)

    /// The types of table that the Postfix here has.
    static let types: [RewritableType] = {
        let run = ProgramRun("/usr/sbin/postconf", ["-m"])
        let known = (try? run.transcript().output.split(separator: "\n")) ?? []
        return RewritableType.allCases.filter { known.contains(Substring($0.rawValue)) }
    }()

    /// Those that have an index, which is what most tests are about; `texthash:` makes every lookup wait a second.
    static let indexedTypes = types.filter { !$0.indexSuffixes.isEmpty }

    static let unshare = "/usr/bin/unshare"

    /// Whether a file system can be mounted where nobody else sees it.
    static let canMount: Bool = {
        let mount = "mount -t tmpfs none /mnt"
        let run = try? ProgramRun(unshare, ["--mount", "/bin/sh", "-c", mount]).transcript()
        return run?.status == 0
    }()

    let type: RewritableType

    /// The folder of the table.
    let folder: String

    private let root: String

    init(_ type: RewritableType = .hash, _ text: String? = MapScene.text) throws {
        self.type = type
        root = "/tmp/mxp-" + UUID().uuidString.prefix(13)
        folder = root + "/maps"
        for path in [root, root + "/postfix", folder] {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755]
            )
        }
        let main = configuration + "/main.cf"
        try Self.write("compatibility_level = 3.6\n", to: main)
        // Programs of Postfix's wait for a fresh main.cf to settle.
        let past = Date(timeIntervalSinceNow: -3600)
        try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: main)
        guard let text else { return }
        try Self.write(text, to: path)
        try index()
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// The path of the table.
    var path: String { folder + "/transport" }

    /// The folder of main.cf.
    var configuration: String { root + "/postfix" }

    /// A folder outside that of the table.
    var elsewhere: String { root }

    static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    func write(_ text: String) throws { try Self.write(text, to: path) }

    /// Builds the index as an administrator does.
    func index() throws {
        guard !type.indexSuffixes.isEmpty else { return }
        let run = ProgramRun(Self.postmap, ["-c", configuration, "\(type.rawValue):\(path)"])
        let transcript = try run.transcript()
        guard transcript.status == 0 else { throw SystemFailure("postmap \(transcript.errors)") }
    }

    /// The text.
    func text() throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    /// The names in the folder.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// The names that belong there, and none besides.
    var expectedNames: [String] {
        (["transport"] + type.indexSuffixes.map { "transport" + $0 }).sorted()
    }

    /// All that the index says.
    func answers() throws -> String {
        // A cdb table cannot be listed; the same text always gives the same bytes.
        if type == .cdb {
            return try Data(contentsOf: URL(fileURLWithPath: path + ".cdb")).base64EncodedString()
        }
        // It is its own index, and postmap waits a second for a fresh one.
        if type == .texthash { return try text() }
        let run = ProgramRun(Self.postmap, ["-c", configuration, "-s", "\(type.rawValue):\(path)"])
        let transcript = try run.transcript()
        guard transcript.status == 0 else { throw SystemFailure("postmap \(transcript.errors)") }
        return transcript.output.split(separator: "\n").sorted().joined(separator: "\n")
    }

    /// What an index of some text says.
    static func answers(of text: String, _ type: RewritableType) throws -> String {
        try MapScene(type, text).answers()
    }

    func transaction(mayBeCreated: Bool = false) throws -> MapTransaction {
        let table = try EditableTable(type: type, path: path, mayBeCreated: mayBeCreated)
        var transaction = MapTransaction(table: table)
        transaction.configurationDirectory = configuration
        return transaction
    }

    /// Plans changes as they are written on the command line of the program that makes them.
    func plan(_ changes: [MapChange]) throws -> EditPlan {
        guard let map = TransportMap(try transaction().read()) else { throw SystemFailure("read") }
        return map.plan(changes)
    }

    /// The program that makes one change.
    func program(_ verb: String, _ arguments: [String] = []) -> ProgramRun {
        ProgramRun(
            BuiltProgram.mapTransaction,
            [verb, "\(type.rawValue):\(path)", "config=\(configuration)"] + arguments
        )
    }

    /// A program in place of `postmap`.
    func script(_ body: String) throws -> String {
        let path = root + "/postmap"
        // Written by another process: whatever a test starts meanwhile would hold a file of ours open for writing too,
        // and a file that is open for writing is not run (ETXTBSY).
        var run = ProgramRun("/bin/sh", ["-c", "cat > \"$0\" && chmod 755 \"$0\"", path])
        run.input = .text("#!/bin/sh\n\(body)\n")
        let transcript = try run.transcript()
        guard transcript.status == 0 else { throw SystemFailure("script \(transcript.errors)") }
        return path
    }
}

extension MapChange {
    /// A diversion of the first domain of ``MapScene/text``, or of another.
    static func divert(_ pattern: String = "first.test", _ result: String? = nil) -> MapChange {
        guard let pattern = TransportPattern(pattern),
            let result = TransportResult(result ?? "smtp:mail.first.test:2525")
        else { return .revertAll }
        return .divert(pattern, to: result)
    }
}
