import Glibc

/// The folders and names of a table, opened.
struct TableFiles: Sendable {
    let table: EditableTable
    let place: TablePlace

    /// The folder of the text.
    let sourceFolder: Folder

    /// The folder of the index: the same one unless main.cf names a symbolic link.
    let indexFolder: Folder

    init(_ table: EditableTable) throws(MapFault) {
        self.table = table
        place = try TablePlace(of: table)
        sourceFolder = try Folder(place.sourceFolder)
        indexFolder =
            place.sourceFolder == place.indexFolder ? sourceFolder : try Folder(place.indexFolder)
    }

    /// Refuses root's text where another user owns a folder: that user could put another file in its place.
    ///
    /// Postfix 3.12 warns of such tables.
    func checkOwners(of source: uid_t) throws(MapFault) {
        guard source == 0 else { return }
        for folder in [sourceFolder, indexFolder] {
            let owner = try folder.status().st_uid
            guard owner != 0 else { continue }
            let detail = "user \(owner) owns \(folder.path)"
            throw MapFault(.foreignFolder, sourcePath, detail: detail)
        }
    }

    /// The path of the text, symbolic links followed.
    var sourcePath: String { sourceFolder.path(of: place.sourceName) }

    /// The name of the text while it is new.
    func stagedSource(_ name: TemporaryName) -> String { name.replacing(place.sourceName) }

    /// The name beside which the new index is built.
    func stagedIndex(_ name: TemporaryName) -> String { name.replacing(place.indexName) }

    /// Makes the names in both folders durable.
    func sync() throws(MapFault) {
        try sourceFolder.sync()
        if indexFolder !== sourceFolder { try indexFolder.sync() }
    }

    /// Removes whatever a transaction that put nothing in use, or has ended, may have left.
    func removeLeftovers() throws(MapFault) {
        try Self.removeLeftovers(of: place.sourceName, in: sourceFolder)
        if place.isLinked { try Self.removeLeftovers(of: place.indexName, in: indexFolder) }
    }

    private static func removeLeftovers(of table: String, in folder: Folder) throws(MapFault) {
        for name in try folder.names() where TemporaryName.isLeftover(name, of: table) {
            try folder.remove(name)
        }
    }
}
