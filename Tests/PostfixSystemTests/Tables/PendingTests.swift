import Foundation
import Glibc
import PostfixModel
import ProcessTestSupport
import Testing
import TransportMap

@testable import PostfixSystem

@Suite(
    "A text and its index",
    .enabled(if: PostfixScene.isInstalled, "SKIPPED: Postfix is not installed")
)
struct PendingTests {
    private static let text = "# comment\nA.test  relay:[a]:2525\nb.test smtp:b\nc.test smtp:c\n"

    private func pending(_ scene: PostfixScene, _ type: String) async throws -> TablePending? {
        PostfixTables(try await scene.installation())
            .pending(TableSpecification("\(type):\(scene.path("t"))"))
    }

    private func has(_ scene: PostfixScene, _ type: String) async throws -> Bool {
        try await scene.installation().mapTypes?.contains(type) == true
    }

    @Test("agree after postmap", arguments: ["hash", "btree", "lmdb", "cdb"])
    func same(type: String) async throws {
        let scene = try PostfixScene()
        guard try await has(scene, type) else { return }
        try scene.index(type, "t", Self.text)
        #expect(try await pending(scene, type) == nil)
        // Another time alone is no other text.
        try scene.age("t.\(type == "lmdb" || type == "cdb" ? type : "db")", -3_600)
        #expect(try await pending(scene, type) == nil)
        if type == "hash" { #expect(try await pending(scene, "proxy:hash") == nil) }
    }

    @Test(
        "differ by what was added, changed and removed, whichever is newer",
        arguments: ["hash", "btree", "lmdb", "cdb"],
        [-3_600, 3_600]
    )
    func edited(type: String, age: Int) async throws {
        let scene = try PostfixScene()
        guard try await has(scene, type) else { return }
        try scene.index(type, "t", Self.text)
        try scene.folder.write("t", "a.test relay:[a]:2525\nb.test smtp:other\nd.test smtp:d\n")
        try scene.age("t", age)
        guard case .entries(let entries)? = try await pending(scene, type) else {
            Issue.record("nothing is pending")
            return
        }
        #expect(entries.count == 3)
        #expect(
            entries.first.map(\.description) == [
                "line 2 says b.test smtp:other, and the index says smtp:b",
                "line 3 says d.test smtp:d, and the index has no such entry",
                "c.test is gone, and the index says smtp:c",
            ]
        )
    }

    @Test("are not compared where there is no index, or no text")
    func nothingToCompare() async throws {
        let scene = try PostfixScene()
        #expect(try await pending(scene, "hash") == nil)
        try scene.folder.write("t", Self.text)
        #expect(try await pending(scene, "texthash") == nil)
        guard case .unknown(let reason)? = try await pending(scene, "hash") else {
            Issue.record("a missing index is compared")
            return
        }
        #expect(reason == "\(scene.path("t.db")) does not exist")
    }

    @Test("are not compared where the index is none", arguments: ["hash", "lmdb", "cdb"])
    func garbage(type: String) async throws {
        let scene = try PostfixScene()
        guard try await has(scene, type) else { return }
        try scene.folder.write("t", Self.text)
        try scene.folder.write(
            "t." + (type == "hash" ? "db" : type),
            String(repeating: "no index\n", count: 1_000)
        )
        guard case .unknown? = try await pending(scene, type) else {
            Issue.record("garbage is compared")
            return
        }
    }

    /// Lengths and positions that lead out of the file.
    @Test("of a constant database is read within its bounds")
    func constantDatabase() {
        func number(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xff) } }
        func database(_ end: UInt32, _ records: [UInt8]) -> [UInt8] {
            (0..<256).flatMap { _ in number(end) + number(0) } + records
        }
        let record = number(1) + number(2) + Array("kvv".utf8)
        #expect(CDBListing.lines(database(2_048, [])) == [])
        #expect(CDBListing.lines(database(2_059, record)) == Array("k\tvv\n".utf8))
        let nulls = number(2) + number(2) + [107, 0, 118, 0]
        #expect(CDBListing.lines(database(2_060, nulls)) == Array("k\tv\n".utf8))
        #expect(CDBListing.lines([]) == nil)
        #expect(CDBListing.lines(Array(repeating: 0, count: 2_048)) == nil)
        #expect(CDBListing.lines(Array(repeating: 0xff, count: 4_096)) == nil)
        #expect(CDBListing.lines(database(2_058, record)) == nil)
        #expect(CDBListing.lines(database(2_060, record)) == nil)
        #expect(CDBListing.lines(database(2_059, number(.max) + number(.max) + [1, 2, 3])) == nil)
    }
}
