import Glibc
public import TransportMap

/// A change of a Postfix table and its index that is made as a whole or not at all.
///
/// The new text and its index are written and tried out under temporary names beside the ones in
/// use, made durable, and then put in use one after the other, each in one step. A process that is
/// killed in between, or a machine that loses its power, leaves each of the two wholly old or wholly
/// new, and a journal by which the next run, or ``recover()``, completes the change or takes it back.
/// Edits that somebody else makes meanwhile are never lost.
///
/// Outside of tasks both operations block the calling thread; in a task they have a thread of their own.
///
/// ```swift
/// let table = try EditableTable(type: .hash, path: "/etc/postfix/transport")
/// let transaction = MapTransaction(table: table)
/// try transaction.recover()
/// let map = TransportMap(try transaction.read())
/// // … plan a change of the map …
/// try transaction.apply(plan)
/// ```
///
/// See transport(5), postmap(1) and DATABASE_README.
public struct MapTransaction: Sendable {
    /// The table.
    public let table: EditableTable

    /// The settings of main.cf that change how Postfix reads the table.
    public var dialect = MapDialect()

    /// The absolute path of `postmap`.
    public var postmap = "/usr/sbin/postmap"

    /// The folder of main.cf; `nil` for the one that `postmap` uses by itself.
    public var configurationDirectory: String?

    /// How long one run of `postmap` may take: a million entries need less, and what takes longer hangs.
    public var patience = Duration.seconds(120)

    /// How long other programs may keep the index locked: a lookup takes next to no time.
    public var lockPatience = Duration.seconds(5)

    /// Prepares changes of a table.
    public init(table: EditableTable) { self.table = table }

    /// Reads the text, to plan a change of it; nothing is written.
    ///
    /// A table that may be made and is not there reads as no bytes at all.
    ///
    /// - Throws: ``MapFault`` where the text cannot be read or must not be edited.
    public func read() throws(MapFault) -> [UInt8] {
        let files = try TableFiles(table)
        guard let source = try SourceFile(files.place.sourceName, in: files.sourceFolder) else {
            guard table.mayBeCreated else { throw MapFault(.missing, files.sourcePath) }
            return []
        }
        return try source.content()
    }

    /// Makes a planned change.
    ///
    /// What an interrupted run left is repaired first; where that changes the text, the plan does not fit
    /// any more. So call ``recover()`` before ``read()``.
    ///
    /// - Parameters:
    ///   - plan: The change; the text in use must still be the one that it was planned for.
    ///   - rebuildsIndex: Whether the index is made anew even where the text stays.
    /// - Returns: What was done; else nothing is written for a plan that changes nothing.
    /// - Throws: ``MapFault``; nothing is changed then, or all of it was put back, but for
    ///   ``MapFault/Code/notRestored``.
    @discardableResult
    public func apply(
        _ plan: EditPlan,
        rebuildsIndex: Bool = false
    ) throws(MapFault) -> AppliedEdit {
        let files = try TableFiles(table)
        let program = postmapProgram
        try program.check()
        let run = MapChangeRun(self, files, plan, rebuildsIndex: rebuildsIndex)
        if try !isInterrupted(files) { try run.checkSource() }
        let (journal, recovered) = try open(files)
        do {
            let wasStale = try run.make(journal)
            // The change is in use: what is left now is the next run's to remove.
            try? finish(journal, files)
            return AppliedEdit(
                isChanged: !plan.isEmpty || rebuildsIndex,
                sourcePath: files.sourcePath,
                wasStale: wasStale,
                recovery: recovered.outcome
            )
        } catch {
            // The journal has to stay where the next run must look at it.
            if error.code != .notRestored { try? finish(journal, files) }
            throw error
        }
    }

    /// Repairs what an interrupted run left: completes its change or takes it back.
    ///
    /// Nothing is written where nothing was under way.
    ///
    /// - Returns: What became of it, and the patterns that it is about.
    /// - Throws: ``MapFault`` where another run is at work or the repair fails.
    @discardableResult
    public func recover() throws(MapFault) -> RecoveredChange {
        let files = try TableFiles(table)
        guard try isInterrupted(files) else { return .nothing }
        let (journal, recovered) = try open(files)
        try finish(journal, files)
        return recovered
    }

    /// Whether a change of the table was interrupted and not repaired yet, or is under way at this moment;
    /// nothing is written.
    ///
    /// - Throws: ``MapFault`` where the folder of the table cannot be looked into.
    public func isInterrupted() throws(MapFault) -> Bool { try isInterrupted(TableFiles(table)) }

    var postmapProgram: PostmapProgram {
        PostmapProgram(
            path: postmap,
            configurationDirectory: configurationDirectory,
            patience: patience
        )
    }

    /// Locks the table and repairs what an interrupted run left.
    private func open(
        _ files: TableFiles
    ) throws(MapFault) -> (journal: Journal, recovered: RecoveredChange) {
        let wasThere = try isInterrupted(files)
        let journal = try Journal(of: files.place.sourceName, in: files.sourceFolder)
        let recovery = Recovery(files: files, postmap: postmapProgram, dialect: dialect)
        let recovered = try recovery.repair(journal)
        return (journal, wasThere ? recovered : .nothing)
    }

    /// Whether a run has left its journal, or is at work.
    private func isInterrupted(_ files: TableFiles) throws(MapFault) -> Bool {
        let name = TemporaryName.journal(for: files.place.sourceName)
        return try files.sourceFolder.status(of: name) != nil
    }

    /// Removes what is not in use, and the journal last.
    private func finish(
        _ journal: Journal,
        _ files: TableFiles
    ) throws(MapFault) {
        try files.removeLeftovers()
        try journal.remove()
        try files.sync()
    }
}
