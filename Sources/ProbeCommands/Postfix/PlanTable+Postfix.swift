import PostfixModel
import PostfixSystem
import ProbeModel
import TransportMap

extension PlanTable {
    /// A table of `transport_maps` with what speaks against writing it, as far as reading it tells.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - isOverlay: Whether it is the map that mxprobe owns.
    ///   - isListed: Whether main.cf names it.
    init(_ table: PostfixTable, isOverlay: Bool, isListed: Bool = true) {
        let map = try? table.text?.get()
        let absence = isOverlay && isListed ? PlanTable.absence(table) : nil
        self.init(
            name: table.specification.text,
            file: table.specification.sourcePath,
            map: map,
            obstacle: absence == .text
                ? table.specification.editingObstacle
                : PlanTable.obstacle(table, map, isOverlay: isOverlay),
            isOverlay: isOverlay,
            absence: absence
        )
    }

    private static func absence(_ table: PostfixTable) -> Absence? {
        if case .failure(.missing)? = table.text { return .text }
        if case .fault(_, .missing) = table.index { return .index }
        return nil
    }

    private static func obstacle(
        _ table: PostfixTable,
        _ map: TransportMap?,
        isOverlay: Bool
    ) -> String? {
        if let obstacle = table.specification.editingObstacle { return obstacle }
        if case .failure(let fault)? = table.text { return "\(fault)" }
        guard let map else { return "has no text that could be read" }
        if let header = ManagedHeader.find(in: map.bytes) {
            let tool = header.tool ?? "a configuration tool"
            return "is managed by \(tool) (line \(header.line)): make the change there"
        }
        if isOverlay, OverlayMap(map.bytes, dialect: map.dialect) == nil {
            return "holds entries that mxprobe did not write; they belong into another table"
        }
        return nil
    }
}
