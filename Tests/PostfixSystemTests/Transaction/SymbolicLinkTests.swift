import Foundation
import Testing
import TransportMap

@testable import PostfixSystem

@Suite(
    "a table behind symbolic links",
    .enabled(if: MapScene.hasPostfix, "SKIPPED: Postfix is not installed")
)
struct SymbolicLinkTests {
    let files = FileManager.default

    /// Moves the text away and leaves a link to it, as sites with a tree of their own do.
    func linked(_ scene: MapScene, target: String, as link: String) throws {
        try files.moveItem(atPath: scene.path, toPath: target)
        try files.createSymbolicLink(atPath: scene.path, withDestinationPath: link)
        try scene.index()
    }

    @Test(
        "is edited where the text is; the link and the place of the index stay",
        arguments: MapScene.types
    )
    func edited(type: RewritableType) throws {
        let scene = try MapScene(type)
        let target = scene.elsewhere + "/real"
        try linked(scene, target: target, as: "../real")
        let edit = try scene.transaction().apply(scene.plan([.divert()]))
        #expect(edit.sourcePath == target)
        #expect(try files.destinationOfSymbolicLink(atPath: scene.path) == "../real")
        #expect(try scene.answers() == MapScene.answers(of: scene.text(), type))
        #expect(try scene.names() == scene.expectedNames)
        let outside = try files.contentsOfDirectory(atPath: scene.elsewhere).sorted()
        #expect(outside == ["maps", "postfix", "real"])
        try scene.transaction().apply(scene.plan([.revertAll]))
        #expect(try scene.text() == MapScene.text)
    }

    @Test("is edited over a few links, and over linked folders")
    func chain() throws {
        let scene = try MapScene()
        try files.createSymbolicLink(
            atPath: scene.elsewhere + "/tree",
            withDestinationPath: scene.elsewhere
        )
        try files.createSymbolicLink(
            atPath: scene.folder + "/second",
            withDestinationPath: "../tree/real"
        )
        try linked(scene, target: scene.elsewhere + "/real", as: scene.folder + "/second")
        let edit = try scene.transaction().apply(scene.plan([.divert()]))
        #expect(edit.sourcePath == scene.elsewhere + "/real")
        #expect(try scene.answers() == MapScene.answers(of: scene.text(), .hash))
    }

    @Test("is refused where they lead nowhere, round, too far, or were made by another")
    func odd() throws {
        for (index, links) in [["gone"], ["transport"], ["a", "b", "c", "d", "e"]].enumerated() {
            let scene = try MapScene(.hash, nil)
            var name = scene.path
            for link in links {
                try files.createSymbolicLink(atPath: name, withDestinationPath: link)
                name = scene.folder + "/" + link
            }
            if index == 2 { try MapScene.write(MapScene.text, to: name) }
            let fault = #expect(throws: MapFault.self) { try scene.transaction().read() }
            #expect(fault?.code == .oddPath, "\(links)")
        }
        guard geteuid() == 0 else { return }
        let scene = try MapScene()
        try linked(scene, target: scene.elsewhere + "/real", as: "../real")
        lchown(scene.path, 65_534, 65_534)
        let fault = #expect(throws: MapFault.self) { try scene.transaction().read() }
        #expect(fault?.code == .oddPath)
        #expect(fault?.detail == "a symbolic link that another user made")
    }
}
