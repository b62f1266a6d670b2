public import PostfixModel
import Synchronization
import TransportMap

/// The tables that a configuration of Postfix names, each opened once.
public final class PostfixTables: Sendable {
    let installation: PostfixInstallation
    private let opened = Mutex<[TableSpecification: PostfixTable]>([:])

    /// Opens the tables of a configuration as they are asked for.
    public init(_ installation: PostfixInstallation) { self.installation = installation }

    /// A table; blocks the calling thread while it is opened.
    public func table(_ specification: TableSpecification) -> PostfixTable {
        if let known = opened.withLock({ $0[specification] }) { return known }
        let table = PostfixTable(specification, of: installation)
        return opened.withLock { tables in
            // Another thread may have been quicker; its answers are the ones that are kept.
            if let known = tables[specification] { return known }
            tables[specification] = table
            return table
        }
    }

    /// The tables of `transport_maps`, in order; opened on a thread of their own.
    ///
    /// - Parameter overlay: The path of the table that mxprobe owns, where there is one.
    /// - Returns: The tables with their texts, where they were read.
    public func routeTables(overlay: String? = nil) async -> [RouteTable] {
        let specifications = installation.parameters.tables("transport_maps")
        let open: @Sendable () -> [RouteTable] = { [self] in
            specifications.map { specification in
                let table = table(specification)
                return RouteTable(
                    specification,
                    lookup: table.lookup,
                    map: try? table.text?.get(),
                    isOverlay: overlay != nil && specification.sourcePath == overlay,
                    hasOlderIndex: table.index.isStale
                )
            }
        }
        do {
            return try await ProgramRunner.onThread("tables") { _ in open() }
        } catch {
            return open()
        }
    }

    /// How lists of domains read the tables and files that they name; blocks the thread that asks.
    public var access: TableAccess {
        TableAccess { [self] specification, key in
            table(specification).lookup.answer(for: key)
        } patternFile: { path in
            do throws(TableFault) {
                return .text(try TableText.read(path))
            } catch {
                return .failed(error.description)
            }
        }
    }
}
