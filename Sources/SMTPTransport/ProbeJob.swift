import ProbeEngine
import ProbeModel

/// A request on its way through the loop, and the caller who waits for its observation.
final class ProbeJob: Sendable {
    /// The number by which a cancellation finds the job.
    let id: UInt64

    /// What is asked.
    let request: ProbeRequest

    /// Told of news.
    let progress: @Sendable (ProbeProgress) -> Void

    private let continuation: CheckedContinuation<ProbeObservation, Never>

    /// Creates a job.
    init(
        id: UInt64,
        request: ProbeRequest,
        progress: @escaping @Sendable (ProbeProgress) -> Void,
        continuation: CheckedContinuation<ProbeObservation, Never>
    ) {
        self.id = id
        self.request = request
        self.progress = progress
        self.continuation = continuation
    }

    /// Hands the observation to the caller; called exactly once.
    func finish(_ observation: ProbeObservation) { continuation.resume(returning: observation) }

    /// Tells the caller that the probe did not take place.
    func finishInterrupted(_ systemError: SystemError? = nil) {
        finish(ProbeObservation(interrupted: request.endpoint, systemError: systemError))
    }
}

extension ProbeObservation {
    /// Creates the observation of a probe that did not take place.
    init(interrupted endpoint: Endpoint, systemError: SystemError?) {
        self.init(endpoint: endpoint, outcome: .interrupted)
        self.systemError = systemError
    }
}
