import PostfixModel
import PostfixSystem
import ProbeModel
import TransportMap

extension PlanTable {
    /// A table of `transport_maps` with what speaks against writing it, as far as reading it tells.
    init(_ table: PostfixTable, isOverlay: Bool) {
        let map = try? table.text?.get()
        self.init(
            name: table.specification.text,
            file: table.specification.sourcePath,
            map: map,
            obstacle: PlanTable.obstacle(table, map, isOverlay: isOverlay),
            isOverlay: isOverlay
        )
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
