package import ProbeEngine
import ProbeModel
import Sockets

/// Traces paths with connecting TCP sockets whose packets may travel so far only; no privilege is needed.
///
/// A router where a SYN's time to live ends says so by ICMP; Linux 5.8 and later put that into the
/// connecting socket's error queue. Distances are tried a few at a time, without waiting for those that stay
/// silent, so that a trace costs little more than one wait and not thirty.
package struct PathTracer: PathTracing {
    /// The distances tried at first; most paths on the Internet are shorter.
    package static let firstReach = 20

    /// The distances tried when the first reach was too short; traceroute(8) stops there as well.
    package static let maximumReach = 32

    /// How long an answer is awaited before a silent distance is asked again, and then once more.
    ///
    /// Longer than a round trip to the far side of the world with a queue or two on the way.
    package static let patience = Duration.milliseconds(800)

    /// Creates a tracer.
    package init() {}

    package func trace(_ request: TraceRequest) async -> TraceResult {
        await withCheckedContinuation { continuation in
            let thread = WorkerThread(name: "mxprobe-trace") {
                continuation.resume(returning: TraceRun.run(request))
            }
            if thread == nil {
                continuation.resume(returning: .unsupported("no thread could be started"))
            }
        }
    }
}
