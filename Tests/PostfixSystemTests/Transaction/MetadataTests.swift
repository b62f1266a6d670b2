import CLinuxFiles
import Foundation
import Testing
import TransportMap

@testable import PostfixSystem

@Suite(
    "what is attached to a table",
    .enabled(if: MapScene.hasPostfix, "SKIPPED: Postfix is not installed")
)
struct MetadataTests {
    static func metadata(_ path: String) throws -> FileMetadata {
        let folder = try Folder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        let name = String(path.split(separator: "/").last ?? "")
        return try FileMetadata(of: OpenFile(name, in: folder, flags: O_RDONLY, denied: .system))
    }

    static func attach(_ name: String, _ value: [UInt8], to path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        try #require(set_attribute(file, name, value, value.count) == 0, "\(name)")
    }

    /// An access list: user 65534 may read and write (acl(5), version 2: tag, permissions, id).
    static let accessList: [UInt8] = {
        func entry(_ tag: UInt16, _ permissions: UInt16, _ id: UInt32) -> [UInt8] {
            [tag, permissions].flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
                + (0..<4).map { UInt8(truncatingIfNeeded: id >> (8 * UInt32($0))) }
        }
        let nobody = UInt32.max
        return [2, 0, 0, 0] + entry(1, 6, nobody) + entry(2, 6, 65_534) + entry(4, 4, nobody)
            + entry(0x10, 6, nobody) + entry(0x20, 0, nobody)
    }()

    @Test(
        "stays: mode, owner, access list and attributes of text and index",
        .enabled(if: geteuid() == 0, "SKIPPED: only root can give files away"),
        arguments: MapScene.indexedTypes
    )
    func stays(type: RewritableType) throws {
        let scene = try MapScene(type)
        let index = scene.path + type.indexSuffixes[0]
        for path in [scene.path, index] {
            chown(path, 0, 65_534)
            chmod(path, 0o640)
            try Self.attach("user.note", Array("kept".utf8), to: path)
            try Self.attach("system.posix_acl_access", Self.accessList, to: path)
        }
        chmod(index, 0o600)
        let before = try [scene.path, index].map(Self.metadata)
        #expect(before[0].attributes.keys.contains("system.posix_acl_access"))
        try scene.transaction().apply(scene.plan([.divert()]))
        #expect(try [scene.path, index].map(Self.metadata) == before)
    }

    @Test(
        "stays where the table and its folder are another user's",
        .enabled(if: geteuid() == 0, "SKIPPED: only root can give files away"),
        arguments: MapScene.indexedTypes
    )
    func foreign(type: RewritableType) throws {
        let scene = try MapScene(type)
        for path in [scene.folder, scene.path, scene.path + type.indexSuffixes[0]] {
            chown(path, 65_534, 65_534)
        }
        chmod(scene.path, 0o600)
        try scene.transaction().apply(scene.plan([.divert()]))
        let text = try Self.metadata(scene.path)
        let index = try Self.metadata(scene.path + type.indexSuffixes[0])
        #expect(text.owner == 65_534 && text.group == 65_534 && text.mode == 0o600)
        #expect(index.owner == 65_534)
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test(
        "stays where the folder is root's and the table another user's",
        .enabled(if: geteuid() == 0, "SKIPPED: only root can give files away"),
        arguments: MapScene.indexedTypes
    )
    func given(type: RewritableType) throws {
        let scene = try MapScene(type)
        let index = scene.path + type.indexSuffixes[0]
        chown(scene.path, 65_534, 65_534)
        try FileManager.default.removeItem(atPath: index)
        try scene.transaction().apply(scene.plan([.divert()]))
        #expect(try Self.metadata(scene.path).owner == 65_534)
        #expect(try Self.metadata(index).owner == 65_534)
    }

    @Test("is not taken from the folder: its default access list is for new files")
    func inherited() throws {
        let scene = try MapScene()
        try Self.attach("system.posix_acl_default", Self.accessList, to: scene.folder)
        let before = try Self.metadata(scene.path)
        try scene.transaction().apply(scene.plan([.divert()]))
        #expect(try Self.metadata(scene.path) == before)
    }
}
