import AlertPolicy
import Glibc
import StateStore

/// A program that tests can kill, starve of room and run as somebody else.
///
///     StateStoreWriter loop DATABASE NAME [RUNS]   remembers runs, and tells of each that it did
///     StateStoreWriter fill DATABASE               remembers runs until it cannot, and looks what is there
///     StateStoreWriter bulk DATABASE COUNT         remembers one run of many subjects
///     StateStoreWriter open DATABASE               remembers one run
///     StateStoreWriter lock DATABASE               holds the lock until it is killed
@main
enum StateStoreWriter {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3,
            let location = StateLocation(file: arguments[2], environment: [:])
        else { end("usage") }
        if arguments[1] == "lock" { holdLock(location) }
        switch StateStore.open(location) {
        case .failure(let error): end("\(error.kind.rawValue) \(error)")
        case .success(let store): run(arguments, store)
        }
    }

    private static func run(_ arguments: [String], _ store: StateStore) {
        do {
            switch arguments[1] {
            case "loop":
                let runs = arguments.count > 4 ? Int(arguments[4]) : nil
                try loop(store, arguments[3], runs ?? .max)
            case "fill": try fill(store)
            case "bulk": try bulk(store, arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0)
            default:
                try remember(StateRun(id: "one", time: 1, version: "1"), in: store)
                tell("remembered one")
            }
        } catch {
            end("\(error.kind.rawValue) \(error)")
        }
    }

    private static func loop(
        _ store: StateStore,
        _ name: String,
        _ runs: Int
    ) throws(StateStoreError) {
        var number = 0
        while number < runs {
            number += 1
            let run = StateRun(id: "\(name)-\(number)", time: Int64(number), version: "1")
            try remember(run, in: store)
            tell("remembered \(run.id)")
            let webhook = Samples.webhooks[number % Samples.webhooks.count]
            if let entry = try store.due(webhook, at: run.time) {
                try store.record(.delivered, of: entry.event.id, to: webhook, at: run.time)
                tell("delivered \(entry.event.id) \(webhook)")
            }
        }
    }

    private static func fill(_ store: StateStore) throws(StateStoreError) {
        var acknowledged = 0
        while true {
            let run = StateRun(id: "\(acknowledged)", time: Int64(acknowledged), version: "1")
            do {
                try remember(run, in: store)
                acknowledged += 1
            } catch {
                tell("failed \(error.kind.rawValue) \(error)")
                break
            }
        }
        var rows = 0
        try store.history(HistoryFilter()) { _ in
            rows += 1
            return true
        }
        tell(
            "lost \(acknowledged * Samples.subjects - rows) of \(acknowledged > 0 ? "some" : "none")"
        )
    }

    private static func bulk(_ store: StateStore, _ count: Int) throws(StateStoreError) {
        let run = StateRun(id: "bulk", time: 1, version: "1")
        let subjects = (0..<count).lazy.compactMap { Samples.change($0, run: run) }
        try store.commit(Samples.commit(run), subjects: subjects)
        tell("remembered bulk")
    }

    private static func remember(_ run: StateRun, in store: StateStore) throws(StateStoreError) {
        let subjects = (0..<Samples.subjects).lazy.compactMap { Samples.change($0, run: run) }
        try store.commit(Samples.commit(run), subjects: subjects)
    }

    private static func holdLock(_ location: StateLocation) -> Never {
        guard case .taken(let lock) = RunLock.take(for: location, at: 1_700_000_000) else {
            end("not taken")
        }
        tell("taken")
        while true { withExtendedLifetime(lock) { _ = pause() } }
    }

    /// Writes a line at once, so that what was told before a kill is what was done before it.
    private static func tell(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    }

    private static func end(_ line: String) -> Never {
        tell("cannot " + line)
        exit(1)
    }
}
