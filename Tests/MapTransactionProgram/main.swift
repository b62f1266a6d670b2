import Glibc
import PostfixSystem
import TransportMap

/// One change of a table or one recovery, for tests that stop it at any system call:
/// `apply|overlay|recover TYPE:PATH [divert=PATTERN,RESULT | revert=PATTERN | revert-all]… [config=FOLDER] [postmap=PATH]
/// [patience=SECONDS]`.
///
/// Prints what was done; a fault goes to standard error with its code, and the exit status is 1.
struct Request {
    var transaction: MapTransaction
    var changes: [MapChange] = []

    init(_ arguments: [String]) throws {
        let parts = arguments[2].split(separator: ":", maxSplits: 1).map(String.init)
        let table = try EditableTable(
            type: parts[0],
            path: parts[1],
            mayBeCreated: arguments[1] == "overlay"
        )
        transaction = MapTransaction(table: table)
        for argument in arguments.dropFirst(3) {
            let option = argument.split(separator: "=", maxSplits: 1).map(String.init)
            switch option[0] {
            case "postmap": transaction.postmap = option[1]
            case "config": transaction.configurationDirectory = option[1]
            case "patience": transaction.patience = .seconds(Int(option[1]) ?? 0)
            case "revert-all": changes.append(.revertAll)
            case "revert": changes += TransportPattern(option[1]).map { [.revert($0)] } ?? []
            default:
                let words = option[1].split(separator: ",", maxSplits: 1).map(String.init)
                guard let pattern = TransportPattern(words[0]),
                    let result = TransportResult(words[1])
                else { continue }
                changes.append(.divert(pattern, to: result))
            }
        }
    }

    func plan(isOverlay: Bool) throws -> EditPlan? {
        let bytes = try transaction.read()
        return isOverlay ? OverlayMap(bytes)?.plan(changes) : TransportMap(bytes)?.plan(changes)
    }

    func run(_ verb: String) throws -> String {
        if verb == "recover" { return try transaction.recover().outcome.rawValue }
        // As every apply does: what is planned must be what an interrupted run is repaired to.
        let recovery = try transaction.recover().outcome
        guard let plan = try plan(isOverlay: verb == "overlay") else { return "no plan" }
        let edit = try transaction.apply(plan)
        return "\(recovery.rawValue) \(edit.isChanged ? "changed" : "unchanged")"
    }
}

do {
    let text = try Request(CommandLine.arguments).run(CommandLine.arguments[1])
    print(text)
} catch let fault as MapFault {
    let line = Array("\(fault.code.name): \(fault)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(1)
}
