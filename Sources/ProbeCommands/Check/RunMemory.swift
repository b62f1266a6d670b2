import AlertPolicy
import ProbeModel
import Settings
import StateStore
import Synchronization

/// What a run remembers of earlier ones, and the right to be the only one that writes it.
///
/// Without a database the run goes on and remembers nothing.
struct RunMemory: Sendable {
    /// The database; `nil` where there is none to be had.
    let store: StateStore?
    private let lock: RunLock?
    private let told = ToldReasons()

    /// Takes the lock and opens the database; why that is not possible is told as a warning.
    ///
    /// - Parameters:
    ///   - file: The file of `--state`.
    ///   - settings: What the configuration says.
    ///   - time: When the run began, in seconds since 1970 (UTC).
    /// - Throws: ``CommandFailure`` where another run is at work.
    init(file: String?, settings: Settings, at time: Int64) throws {
        let path = file ?? settings.state.path
        guard let location = StateLocation(file: path, environment: Environment.all) else {
            store = nil
            lock = nil
            told.warn("nothing says where the state is to be kept; name a file with --state")
            return
        }
        switch RunLock.take(for: location, at: time) {
        case .taken(let taken): lock = taken
        case .held(let holder): throw Self.held(by: holder)
        case .failed(let error):
            lock = nil
            store = nil
            told.warn(error.message)
            return
        }
        switch StateStore.open(location) {
        case .success(let opened): store = opened
        case .failure(let error):
            store = nil
            told.warn(error.message)
        }
    }

    /// What is told when the right to write the state is another run's.
    static func held(by holder: RunLock.Holder) -> CommandFailure {
        let who = holder.pid.map { "process \($0)" } ?? "another process"
        let since = holder.since.map { ", since \(Timestamp.text($0))" } ?? ""
        return CommandFailure(
            messages: ["another run is at work on this state (\(who)\(since))"],
            hint: nil,
            status: ExitStatus.locked
        )
    }

    /// What port 25 of these addresses said when it last spoke SMTP.
    func sessions(with addresses: [IPAddress]) async -> [ProbeObservation] {
        let found = await attempt { store throws(StateStoreError) in
            try store.earlierSessions(with: addresses)
        }
        return found?.map(\.observation) ?? []
    }

    /// Works with the database on a thread that may wait; what fails is told as a warning.
    func attempt<Value: Sendable>(
        _ work: @escaping @Sendable (StateStore) throws(StateStoreError) -> Value
    ) async -> Value? {
        guard let store else { return nil }
        let result = await BlockingWork.run { () -> Result<Value, StateStoreError> in
            Result { () throws(StateStoreError) in try work(store) }
        }
        switch result {
        case .success(let value): return value
        case .failure(let error):
            told.warn(error.message)
            return nil
        }
    }
}

/// The reasons that were told already: a full disk makes each step fail in the same way.
private final class ToldReasons: Sendable {
    private let reasons = Mutex<Set<String>>([])

    /// Tells a reason why the run is not remembered, once.
    func warn(_ reason: String) {
        guard reasons.withLock({ $0.insert(reason).inserted }) else { return }
        Console.warn("this run is not remembered as a whole, and may tell nobody: \(reason)")
    }
}
