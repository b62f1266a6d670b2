import Glibc
import PostfixSystem
import TransportMap

// edit-transport-map TYPE:PATH PATTERN RESULT [--apply]
let arguments = CommandLine.arguments
let name = arguments.count > 3 ? arguments[1].split(separator: ":", maxSplits: 1) : []
guard name.count == 2, let pattern = TransportPattern(arguments[2]),
    let result = TransportResult(arguments[3])
else {
    print("usage: edit-transport-map TYPE:PATH PATTERN RESULT [--apply]")
    exit(64)
}

/// Diverts one pattern of a table: prints the change, and makes it where that is wanted.
func divert(_ table: EditableTable, isWanted: Bool) throws {
    let transaction = MapTransaction(table: table)
    try transaction.recover()

    guard let map = TransportMap(try transaction.read()) else { return }
    let plan = map.plan([.divert(pattern, to: result)])
    let diff = UnifiedDiff(of: plan, oldName: table.path, newName: table.path)
    print(String(decoding: diff.bytes, as: UTF8.self), terminator: "")

    if isWanted { try transaction.apply(plan) }
    for refusal in plan.refusals { print("refused: \(refusal)") }
}

do {
    let table = try EditableTable(type: String(name[0]), path: String(name[1]))
    try divert(table, isWanted: arguments.contains("--apply"))
} catch {
    print("edit-transport-map: error: \(error)")
    exit(74)
}
