import Glibc
import TransportMap

/// One change of a table under its lock.
struct MapChangeRun {
    private let transaction: MapTransaction
    private let files: TableFiles
    private let plan: EditPlan
    private let rebuildsIndex: Bool
    private let staging: Staging
    private let answers: PlannedAnswers

    init(
        _ transaction: MapTransaction,
        _ files: TableFiles,
        _ plan: EditPlan,
        rebuildsIndex: Bool
    ) {
        self.transaction = transaction
        self.files = files
        self.plan = plan
        self.rebuildsIndex = rebuildsIndex
        staging = Staging(
            files: files,
            name: TemporaryName(),
            postmap: transaction.postmapProgram
        )
        answers = PlannedAnswers(of: plan, dialect: transaction.dialect)
    }

    private var table: EditableTable { files.table }

    /// Makes the change.
    ///
    /// - Returns: Whether the index was missing or older than the text before.
    func make(_ journal: Journal) throws(MapFault) -> Bool {
        let source = try SourceFile(files.place.sourceName, in: files.sourceFolder)
        try check(source)
        let indexes = try IndexFiles(of: files, patience: transaction.lockPatience)
        let wasStale = indexes.isStale(for: source?.stamp)
        guard !plan.isEmpty || rebuildsIndex else { return wasStale }
        let changeover = try stage(source, indexes)
        try source?.checkUnchanged(
            plan.original,
            name: files.place.sourceName,
            in: files.sourceFolder
        )
        try journal.begin(note(of: changeover))
        try putInUse(changeover, journal)
        // Nobody writes the old index while it is swapped.
        withExtendedLifetime(indexes) {}
        return wasStale
    }

    /// Refuses what must not be edited before anything is written.
    func checkSource() throws(MapFault) {
        try check(SourceFile(files.place.sourceName, in: files.sourceFolder))
    }

    /// Refuses what must not be edited, and a text other than the planned one.
    private func check(_ source: SourceFile?) throws(MapFault) {
        let path = files.sourcePath
        try SourceFile.checkContent(plan.original, path: path)
        try SourceFile.checkContent(plan.bytes, path: path)
        guard plan.bytes.count <= TransportMap.maximumSize else {
            throw MapFault(.tooLarge, path)
        }
        guard let source else {
            guard table.mayBeCreated else { throw MapFault(.missing, path) }
            guard plan.original.isEmpty else { throw MapFault(.changedMeanwhile, path) }
            return try files.checkOwners(of: geteuid())
        }
        try source.checkReplaceable(in: files.sourceFolder)
        try files.checkOwners(of: source.owner)
        guard try source.file.holds(plan.original) else {
            throw MapFault(.changedMeanwhile, path)
        }
    }

    /// Writes everything under temporary names.
    private func stage(
        _ source: SourceFile?,
        _ indexes: IndexFiles
    ) throws(MapFault) -> Changeover {
        var metadata: FileMetadata?
        if let source { metadata = try FileMetadata(of: source.file) }
        try staging.write(plan.bytes, like: metadata)
        try staging.build(answers)
        let text = try staging.finishSource(like: metadata)
        var staged = [
            StagedFile(
                folder: files.sourceFolder,
                live: files.place.sourceName,
                staged: files.stagedSource(staging.name),
                old: source?.stamp,
                new: text
            )
        ]
        for suffix in table.type.indexSuffixes {
            let stamp = try staging.finishIndex(
                suffix,
                like: try indexes.metadata(of: suffix),
                source: metadata,
                notBefore: text
            )
            staged.append(
                StagedFile(
                    folder: files.indexFolder,
                    live: files.place.indexName + suffix,
                    staged: files.stagedIndex(staging.name) + suffix,
                    old: indexes.stamp(of: suffix),
                    new: stamp
                )
            )
        }
        try files.sync()
        return Changeover(files: staged)
    }

    private func note(of changeover: Changeover) -> JournalText {
        JournalText(
            id: staging.name.id,
            files: changeover.files.map { file in
                JournalText.File(
                    folder: file.folder.path,
                    live: file.live,
                    staged: file.staged,
                    old: file.old,
                    new: file.new
                )
            }
        )
    }

    /// Puts the new files in use and asks once more what Postfix will see; puts all back on any failure.
    private func putInUse(_ changeover: Changeover, _ journal: Journal) throws(MapFault) {
        do {
            try changeover.commit(plan.original)
            try staging.postmap.verify(answers, of: table.type, table.path, shown: table.path)
        } catch {
            try putBack(changeover, journal, because: error)
            throw error
        }
    }

    private func putBack(
        _ changeover: Changeover,
        _ journal: Journal,
        because fault: MapFault
    ) throws(MapFault) {
        do {
            // Where it cannot be noted, it is done all the same.
            try? journal.beginUndo()
            try changeover.restore()
        } catch {
            throw MapFault(
                .notRestored,
                table.path,
                detail: "\(fault.summary); and then: \(error.summary)"
            )
        }
    }
}
