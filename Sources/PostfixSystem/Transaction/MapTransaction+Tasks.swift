import Glibc
import Sockets
public import TransportMap

/// The operations for tasks: they run on a thread of their own, and to their end even if the task is cancelled.
extension MapTransaction {
    /// Makes a planned change; what an interrupted run left is repaired first.
    ///
    /// - Parameters:
    ///   - plan: The change; the text in use must still be the one that it was planned for.
    ///   - rebuildsIndex: Whether the index is made anew even where the text stays.
    /// - Returns: What was done; else nothing is written for a plan that changes nothing.
    /// - Throws: ``MapFault``; nothing is changed then, or all of it was put back, but for
    ///   ``MapFault/Code/notRestored``.
    @concurrent
    @discardableResult
    public func apply(
        _ plan: EditPlan,
        rebuildsIndex: Bool = false
    ) async throws(MapFault) -> AppliedEdit {
        try await onThread { () throws(MapFault) in
            try apply(plan, rebuildsIndex: rebuildsIndex)
        }
    }

    /// Repairs what an interrupted run left: completes its change or takes it back.
    ///
    /// - Returns: What became of it, and the patterns that it is about.
    /// - Throws: ``MapFault`` where another run is at work or the repair fails.
    @concurrent
    @discardableResult
    public func recover() async throws(MapFault) -> RecoveredChange {
        try await onThread { () throws(MapFault) in try recover() }
    }

    private func onThread<Value: Sendable>(
        _ work: @escaping @Sendable () throws(MapFault) -> Value
    ) async throws(MapFault) -> Value {
        let path = table.path
        return try await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, MapFault>, Never>) in
            let thread = WorkerThread(name: "map-change") {
                continuation.resume(returning: Result { () throws(MapFault) in try work() })
            }
            guard let thread else {
                let fault = MapFault.failed("pthread_create", path, errno: EAGAIN)
                continuation.resume(returning: .failure(fault))
                return
            }
            thread.detach()
        }.get()
    }
}
