import PostfixModel
import PostfixSystem
import TransportMap

extension PostfixHere {
    /// The table that mxprobe owns: as `transport_maps` lists it, else of a type that this Postfix can build.
    var overlay: TableSpecification {
        let listed = routeTables.map(\.specification).first { $0.sourcePath == overlayPath }
        return listed ?? TableSpecification("\(overlayType):\(overlayPath)")
    }

    /// Whether `transport_maps` asks the overlay before all other tables.
    var isOverlayFirst: Bool {
        routeTables.first?.specification.sourcePath == overlayPath
    }

    private var overlayPath: String { OverlayFile.path(installation) }

    private var overlayType: String {
        let wanted = installation.parameters.text("default_database_type")
        let known = installation.mapTypes ?? [wanted]
        let types = [wanted, "lmdb", "hash", "cdb", "btree"]
        return types.first {
            known.contains($0) && RewritableType(rawValue: $0)?.indexSuffixes.isEmpty == false
        }
            ?? "texthash"
    }

    /// The tables as a plan needs them; blocks the calling thread.
    ///
    /// - Parameter withOverlay: Whether the overlay is among them although it is not listed yet.
    /// - Returns: The tables in order, an overlay that is to be made in front.
    func planTables(withOverlay: Bool) -> [PlanTable] {
        let listed = routeTables.map { table in
            var plan = PlanTable(tables.table(table.specification), isOverlay: table.isOverlay)
            plan.isInUse = !table.isOverlay || isOverlayFirst
            return plan
        }
        guard withOverlay, !listed.contains(where: \.isOverlay) else { return listed }
        let table = tables.table(overlay)
        guard case .failure(.missing)? = table.text else {
            var present = PlanTable(table, isOverlay: true, isListed: false)
            present.isInUse = false
            return [present] + listed
        }
        let fresh = PlanTable(name: overlay.text, file: overlay.sourcePath, isOverlay: true)
        return [fresh] + listed
    }

    /// The command that builds a table's index, for people to read.
    func indexing(_ table: PlanTable) -> String {
        let option =
            installation.isNamedDirectory ? ["-c", installation.configurationDirectory] : []
        // postmap(1) builds no table through proxymap(8).
        return
            (["\(installation.commandDirectory)/postmap"] + option + [
                TableSpecification(table.name).builtName
            ])
            .joined(separator: " ")
    }

    /// What makes a change of a table, ready to be carried out.
    func transaction(of table: PlanTable) throws(MapFault) -> MapTransaction {
        let specification = TableSpecification(table.name)
        let editable = try EditableTable(
            type: specification.type,
            path: table.file ?? specification.name,
            mayBeCreated: table.isOverlay
        )
        var transaction = MapTransaction(table: editable)
        transaction.dialect = installation.parameters.dialect
        transaction.postmap = "\(installation.commandDirectory)/postmap"
        if installation.isNamedDirectory {
            transaction.configurationDirectory = installation.configurationDirectory
        }
        return transaction
    }
}
