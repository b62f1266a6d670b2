import Glibc
public import PostfixModel
import ProbeModel
import TransportMap

extension PostfixTables {
    /// How much larger than its text an index may be when it is listed, in bytes: pending removals of that many.
    private static let listingSlack = 8 << 20

    /// What a table's text says otherwise than its index; blocks the calling thread.
    ///
    /// - Parameter specification: The table.
    /// - Returns: `nil` where they say the same, or the table has no index, or its text cannot be read.
    public func pending(_ specification: TableSpecification) -> TablePending? {
        let table = table(specification)
        guard case .index = specification.storage, case .success(let text)? = table.text else {
            return nil
        }
        if case .fault(let path, let fault) = table.index { return .unknown("\(path) \(fault)") }
        switch listing(of: specification, limit: 2 * text.bytes.count + Self.listingSlack) {
        case .failure(let unknown): return .unknown(unknown.reason)
        case .success(let bytes):
            guard let index = TransportMap(bytes, dialect: text.dialect) else {
                return .unknown("the index is too large")
            }
            return PendingEntries(text: text, index: index).map { .entries($0) }
        }
    }

    private struct Unlisted: Error { let reason: String }

    /// A line of key, tab and value for each entry of the index.
    private func listing(
        of specification: TableSpecification,
        limit: Int
    ) -> Result<[UInt8], Unlisted> {
        if specification.type == "cdb", let path = specification.indexPaths.first {
            return constantDatabase(path)
        }
        var program = installation.program(
            .postmap,
            ["-s", "\(specification.type):\(specification.name)"]
        )
        program.outputLimit = limit
        do {
            let result = try ProgramRunner.run(program)
            if let fault = result.fault(of: program) {
                return .failure(Unlisted(reason: fault.message))
            }
            return .success(result.output)
        } catch {
            return .failure(Unlisted(reason: error.postfixError.message))
        }
    }

    private func constantDatabase(_ path: String) -> Result<[UInt8], Unlisted> {
        do throws(TableFault) {
            guard let lines = CDBListing.lines(try TableText.readBytes(path)) else {
                return .failure(Unlisted(reason: "\(path) is no constant database"))
            }
            return .success(lines)
        } catch {
            return .failure(Unlisted(reason: "\(path) \(error)"))
        }
    }
}
