public import PostfixModel
import ProbeModel
public import TransportMap

/// One table of a lookup list, as this machine's Postfix sees it.
public struct PostfixTable: Sendable {
    /// The table as main.cf names it.
    public let specification: TableSpecification

    /// The file that a person edits: what the file system says of it; `nil` where the type has none.
    public let source: Result<FileFacts, TableFault>?

    /// The text of that file; `nil` where the type of table has none, or none that is a list of patterns and results.
    public let text: Result<TransportMap, TableFault>?

    /// The index beside it.
    public let index: TableIndex

    private let dialect: MapDialect
    private let cache: AnswerCache

    /// Opens a table: looks at its files, and reads its text where there is one; blocks the calling thread.
    public init(_ specification: TableSpecification, of installation: PostfixInstallation) {
        self.init(specification, of: installation, patience: TableQuery.standardPatience)
    }

    init(
        _ specification: TableSpecification,
        of installation: PostfixInstallation,
        patience: Duration
    ) {
        self.specification = specification
        dialect = installation.parameters.dialect
        let source = specification.sourcePath.map { FileFacts.read($0) }
        self.source = source
        text = Self.read(specification, dialect)
        index = TableIndex(paths: specification.indexPaths, source: try? source?.get())
        cache = AnswerCache(
            TableQuery(
                installation: installation,
                table: Self.queryName(specification, source: source),
                patience: patience
            )
        )
    }

    /// What Postfix's programs have warned about when they were asked.
    public var warnings: [String] { cache.warnings }

    /// The table, ready to be asked for keys; asking blocks the calling thread where Postfix itself has to be asked.
    public var lookup: LookupTable {
        let name = specification.text
        if let table = specification.builtInTable(foldsKeys: true, dialect: dialect) {
            return table
        }
        if let map = answeringText { return LookupTable(name: name, map: map) }
        let matching = specification.matching
        if let obstacle {
            return LookupTable(name: name, matching: matching) { _ in .failed(obstacle) }
        }
        return LookupTable(name: name, matching: matching) { [cache] key in cache.answer(for: key) }
    }

    /// Asks Postfix for many keys in one run, where it has to be asked at all; the answers are kept.
    public func preload(_ keys: [[UInt8]]) async {
        let isAskedHere =
            specification.builtInTable(foldsKeys: true, dialect: dialect) != nil
            || answeringText != nil || obstacle != nil
        if isAskedHere { return }
        // A thread that could not be had is told by the question itself.
        _ = try? await ProgramRunner.onThread("postmap") { [cache] _ in cache.preload(keys) }
    }

    /// The text, where Postfix answers just what it says.
    private var answeringText: TransportMap? {
        guard case .success(let map) = text else { return nil }
        return specification.storage == .text || index.isFresh ? map : nil
    }

    /// Why the table cannot be asked, which is known without asking; `nil` where it may answer.
    private var obstacle: String? {
        switch specification.storage {
        case .text, .patterns: break
        // Its text is not needed where there is an index, and Postfix says best what is wrong with that; but it would
        // wait for a FIFO's writer.
        case .index:
            guard case .fault(let path, let fault) = index, fault == .notRegular else { return nil }
            return "\(SafeText.escape(path)) \(fault)"
        case .mainFile, .combination, .external, .unknown: return nil
        }
        guard let path = specification.sourcePath else {
            return specification.storage == .text ? "not named by an absolute path" : nil
        }
        if case .failure(let fault) = text { return "\(SafeText.escape(path)) \(fault)" }
        if case .failure(let fault) = source { return "\(SafeText.escape(path)) \(fault)" }
        return nil
    }

    private static func read(
        _ specification: TableSpecification,
        _ dialect: MapDialect
    ) -> Result<TransportMap, TableFault>? {
        switch specification.storage {
        case .text, .index: break
        case .patterns, .mainFile, .combination, .external, .unknown: return nil
        }
        guard let path = specification.sourcePath else { return nil }
        return Result { () throws(TableFault) in
            guard let map = TransportMap(try TableText.read(path), dialect: dialect) else {
                throw .tooLarge
            }
            return map
        }
    }

    /// What `postmap` is asked for: proxymap(8) need not run for a file that we can see ourselves.
    private static func queryName(
        _ specification: TableSpecification,
        source: Result<FileFacts, TableFault>?
    ) -> String {
        guard specification.isProxied, case .success = source else { return specification.text }
        return "\(specification.type):\(specification.name)"
    }
}
