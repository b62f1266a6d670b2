import CLinuxFiles
import Foundation
import ProcessTestSupport
import Testing
import TransportMap

@testable import PostfixSystem

/// A table or a machine that a change must be refused for.
struct FaultCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let code: MapFault.Code
    /// What the line must say, the table's folder left out.
    let line: String
    let prepare: @Sendable (MapScene, inout MapTransaction) throws -> Void

    init(
        _ name: String,
        _ code: MapFault.Code,
        _ line: String,
        _ prepare: @escaping @Sendable (MapScene, inout MapTransaction) throws -> Void
    ) {
        testDescription = name
        self.code = code
        self.line = line
        self.prepare = prepare
    }

    static let files = FileManager.default

    /// Faults that anybody can come upon.
    static let common: [FaultCase] = [
        FaultCase(
            "no table",
            .missing,
            "no such table: /transport; check the path in transport_maps"
        ) { scene, _ in
            try files.removeItem(atPath: scene.path)
        },
        FaultCase(
            "a folder",
            .notAFile,
            "not a regular file: /transport; name a text file in transport_maps"
        ) { scene, _ in
            try files.removeItem(atPath: scene.path)
            try files.createDirectory(atPath: scene.path, withIntermediateDirectories: false)
        },
        FaultCase(
            "a pipe",
            .notAFile,
            "not a regular file: /transport; name a text file in transport_maps"
        ) { scene, _ in
            try files.removeItem(atPath: scene.path)
            mkfifo(scene.path, 0o644)
        },
        FaultCase(
            "too large",
            .tooLarge,
            "the table is too large: /transport: more than 64 MiB;"
                + " put that many entries into a database"
        ) { scene, _ in
            truncate(scene.path, off_t(TransportMap.maximumSize) + 1)
        },
        FaultCase(
            "binary",
            .binary,
            "the table is not text: /transport; name the text source and not its index"
        ) { scene, _ in
            try scene.write("a.test smtp:x\u{0}\n")
        },
        FaultCase(
            "managed",
            .managed,
            "a configuration tool owns the table: /transport: Ansible, says line 1: # Ansible "
                + "managed; make the change with that tool"
        ) { scene, _ in
            try scene.write("# Ansible managed\n" + MapScene.text)
        },
        FaultCase(
            "changed",
            .changedMeanwhile,
            "somebody else changed the table meanwhile: /transport; plan again"
        ) { scene, _ in
            try scene.write(MapScene.text + "late.test smtp:x\n")
        },
        FaultCase(
            "two names",
            .hardLinked,
            "the file has more than one name: /transport: 2 names;"
                + " remove the other hard links to it"
        ) { scene, _ in
            link(scene.path, scene.elsewhere + "/second")
        },
        FaultCase(
            "index with two names",
            .hardLinked,
            "the file has more than one name: /transport.db: 2 names;"
                + " remove the other hard links to it"
        ) { scene, _ in
            link(scene.path + ".db", scene.elsewhere + "/second")
        },
        FaultCase(
            "index behind a link",
            .notAFile,
            "not a regular file: /transport.db; name a text file in transport_maps"
        ) { scene, _ in
            let moved = scene.elsewhere + "/moved.db"
            try files.moveItem(atPath: scene.path + ".db", toPath: moved)
            try files.createSymbolicLink(atPath: scene.path + ".db", withDestinationPath: moved)
        },
        FaultCase(
            "no postmap",
            .postmapMissing,
            "cannot run postmap: /gone/postmap: access: no such file or directory;"
                + " install Postfix or name its postmap"
        ) { _, transaction in
            transaction.postmap = "/gone/postmap"
        },
        FaultCase(
            "no absolute postmap",
            .postmapMissing,
            "cannot run postmap: postmap: not an absolute path; install Postfix or name its postmap"
        ) { _, transaction in
            transaction.postmap = "postmap"
        },
        FaultCase(
            "a text as postmap",
            .postmapMissing,
            "cannot run postmap: /transport: access: permission denied;"
                + " install Postfix or name its postmap"
        ) { scene, transaction in
            transaction.postmap = scene.path
        },
        FaultCase(
            "postmap fails",
            .postmapFailed,
            "postmap failed: /transport: postmap: fatal: out of luck with /transport.db;"
                + " repair what it complains of"
        ) { scene, transaction in
            transaction.postmap = try scene.script(
                "echo \"postmap: fatal: out of luck with ${3#*:}.db\" >&2; exit 1"
            )
        },
        FaultCase(
            "postmap fails without a word",
            .postmapFailed,
            "postmap failed: /transport: exit status 7; repair what it complains of"
        ) { scene, transaction in
            transaction.postmap = try scene.script("exit 7")
        },
        FaultCase(
            "postmap is killed",
            .postmapFailed,
            "postmap failed: /transport: signal 9; repair what it complains of"
        ) { scene, transaction in
            transaction.postmap = try scene.script("kill -9 $$")
        },
        FaultCase(
            "postmap makes nothing",
            .postmapFailed,
            "postmap failed: /transport: it made no file that ends in .db;"
                + " repair what it complains of"
        ) { scene, transaction in
            transaction.postmap = try scene.script("exit 0")
        },
        FaultCase(
            "postmap hangs",
            .postmapOverdue,
            "postmap did not end in time: /transport;"
                + " see whether a lock or a file server holds it up"
        ) { scene, transaction in
            transaction.postmap = try scene.script("exec sleep 600")
            transaction.patience = .milliseconds(100)
        },
        FaultCase(
            "postmap never stops talking",
            .postmapFailed,
            "postmap failed: /transport: it printed too much; repair what it complains of"
        ) { scene, transaction in
            transaction.postmap = try scene.script("exec yes")
        },
        FaultCase(
            "the index answers wrongly",
            .wrongAnswer,
            "the table does not answer as planned: /transport: it says first.test\\x09no instead "
                + "of first.test\\x09smtp:mail.first.test:2525; see what postmap -q says, and whether main.cf is the right one"
        ) { scene, transaction in
            transaction.postmap = try scene.script(
                "case \"$3\" in -q) cat >/dev/null; printf 'first.test\\tno\\n' ;; *) exec "
                    + "\(MapScene.postmap) \"$@\" ;; esac"
            )
        },
        FaultCase(
            "a journal of a later version",
            .unknownJournal,
            "cannot understand what an interrupted run left: /.transport.mxprobe-transaction;"
                + " use the version that wrote it, or remove the file"
        ) { scene, _ in
            try MapScene.write(
                "mxprobe transaction/2\n",
                to: scene.folder + "/.transport.mxprobe-transaction"
            )
        },
        FaultCase(
            "a journal that names another file",
            .unknownJournal,
            "cannot understand what an interrupted run left: /.transport.mxprobe-transaction: it "
                + "names another file; use the version that wrote it, or remove the file"
        ) { scene, _ in
            let text = JournalText(
                id: "0123456789abcdef",
                files: [
                    JournalText.File(
                        folder: "/etc",
                        live: "passwd",
                        staged: ".passwd.mxprobe-0123456789abcdef",
                        old: nil,
                        new: try #require(FileStamp("1:2:3:4"))
                    )
                ]
            )
            try MapScene.write(
                String(decoding: text.bytes, as: UTF8.self),
                to: scene.folder + "/.transport.mxprobe-transaction"
            )
        },
    ]

    /// Faults that take root to set up.
    static let privileged: [FaultCase] = [
        FaultCase(
            "another's folder",
            .foreignFolder,
            "root's table lies in a folder of somebody else: /transport: user 65534 owns ;"
                + " give both to one user, or move the table"
        ) { scene, _ in
            chown(scene.folder, 65_534, 65_534)
        },
        FaultCase(
            "another's folder of the index",
            .foreignFolder,
            "root's table lies in a folder of somebody else: /../real: user 65534 owns ; "
                + "give both to one user, or move the table"
        ) { scene, _ in
            try files.moveItem(atPath: scene.path, toPath: scene.elsewhere + "/real")
            try files.createSymbolicLink(atPath: scene.path, withDestinationPath: "../real")
            chown(scene.folder, 65_534, 65_534)
        },
        FaultCase(
            "another's journal",
            .unknownJournal,
            "cannot understand what an interrupted run left: /.transport.mxprobe-transaction: "
                + "not written by this user; use the version that wrote it, or remove the file"
        ) { scene, _ in
            let journal = scene.folder + "/.transport.mxprobe-transaction"
            try MapScene.write("", to: journal)
            chown(journal, 65_534, 65_534)
        },
    ]
}

@Suite(
    "a change is refused and nothing is touched",
    .enabled(if: MapScene.hasPostfix, "SKIPPED: Postfix is not installed")
)
struct MapFaultTests {
    /// Every name with its inode number and content.
    static func everything(in folder: String) throws -> [String: String] {
        var all: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let path = folder + "/" + name
            var status = stat()
            lstat(path, &status)
            let isSmall = status.st_mode & S_IFMT == S_IFREG && status.st_size < 1 << 20
            let content = isSmall ? try Data(contentsOf: URL(fileURLWithPath: path)) : Data()
            all[name] = "\(status.st_ino) \(status.st_size) \(content.base64EncodedString())"
        }
        return all
    }

    func check(_ row: FaultCase) throws {
        let scene = try MapScene()
        var transaction = try scene.transaction()
        var plan = try scene.plan([.divert()])
        try row.prepare(scene, &transaction)
        if [.binary, .managed, .tooLarge].contains(row.code) {
            let fault = #expect(throws: MapFault.self) { try transaction.read() }
            #expect(fault?.code == row.code)
            let map = TransportMap(Array(try scene.text().utf8))
            plan = map?.plan([.divert()]) ?? plan
        }
        let before = try Self.everything(in: scene.folder)
        let fault = #expect(throws: MapFault.self) { try transaction.apply(plan) }
        #expect(fault?.code == row.code)
        let line = fault?.description.replacingOccurrences(of: scene.folder, with: "")
            .replacingOccurrences(of: scene.elsewhere, with: "/..")
        #expect(line == row.line)
        #expect(try Self.everything(in: scene.folder) == before)
    }

    @Test("by faults that anybody can come upon", arguments: FaultCase.common)
    func common(row: FaultCase) throws { try check(row) }

    @Test(
        "by faults that take root to set up",
        .enabled(if: geteuid() == 0, "SKIPPED: not root"),
        arguments: FaultCase.privileged
    )
    func privileged(row: FaultCase) throws { try check(row) }

    @Test(
        "where postmap warns of a line, and the line is told",
        arguments: MapScene.types.filter { $0 != .texthash } + [.texthash]
    )
    func warned(type: RewritableType) throws {
        let scene = try MapScene(type, nil)
        try scene.write(MapScene.text + "first.test smtp:again\n")
        let plan = try scene.plan([.divert("other.test")])
        let fault = #expect(throws: MapFault.self) { try scene.transaction().apply(plan) }
        #expect(fault?.code == .postmapWarned)
        #expect(fault?.detail.contains("duplicate") == true)
        #expect(fault?.detail.contains("mxprobe-") == false)
        #expect(try scene.names() == ["transport"])
    }

    @Test("where chattr protects the text or the index", arguments: ["transport", "transport.db"])
    func immutable(name: String) throws {
        let scene = try MapScene()
        let path = scene.folder + "/" + name
        let chattr = "/usr/bin/chattr"
        let set = try? ProgramRun(chattr, ["+i", path]).transcript()
        guard set?.status == 0 else {
            print("SKIPPED: chattr +i does not work here")
            return
        }
        defer { _ = try? ProgramRun(chattr, ["-i", path]).transcript() }
        let plan = try scene.plan([.divert()])
        let fault = #expect(throws: MapFault.self) { try scene.transaction().apply(plan) }
        #expect(fault?.code == .immutable)
        #expect(fault?.path == path)
        #expect(try scene.text() == MapScene.text)
    }

    @Test(
        "for types of table that have no text to rewrite",
        arguments: ["regexp", "pcre", "mysql", "static", ""]
    )
    func type(name: String) throws {
        let fault = #expect(throws: MapFault.self) {
            try EditableTable(type: name, path: "/etc/postfix/transport")
        }
        #expect(fault?.code == .notRewritable)
    }

    @Test(
        "for paths that are none",
        arguments: ["transport", "", "/etc/postfix/", "/etc/a\nb", "/etc/\u{7f}"]
    )
    func path(path: String) throws {
        let fault = #expect(throws: MapFault.self) { try EditableTable(type: .hash, path: path) }
        #expect(fault?.code == .oddPath)
        #expect(fault?.description.contains("\n") == false)
    }

    @Test("for names that are too long for the temporary ones")
    func longName() throws {
        let path = "/tmp/" + String(repeating: "x", count: 200)
        let table = try EditableTable(type: .hash, path: path)
        let fault = #expect(throws: MapFault.self) { try MapTransaction(table: table).read() }
        #expect(fault?.code == .oddPath)
    }
}
