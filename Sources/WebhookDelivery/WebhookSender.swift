import CCurl
import Sockets
import Synchronization

/// Sends requests through libcurl, all of them on one thread of its own.
///
/// The thread begins with the first request and ends with ``shutDown()``, or with the sender. Connections are used
/// again; a request that meets a kept connection in the moment of its closing is sent once more by libcurl, so a
/// receiver may see it twice, and knows it by its `webhook-id`.
package final class WebhookSender: Sendable {
    private let userAgent: String
    private let limits: SenderLimits
    private let state = Mutex(State.idle)
    private let lastID = Atomic<UInt64>(0)

    /// Creates a sender; nothing is opened before the first request.
    ///
    /// - Parameters:
    ///   - version: The program's version, for the field `User-Agent`.
    ///   - limits: How much goes on at once.
    package init(version: String, limits: SenderLimits = SenderLimits()) {
        userAgent = "mxprobe/\(version)"
        self.limits = limits
    }

    deinit { shutDown() }

    /// Sends a request and waits for its outcome.
    ///
    /// When the task is cancelled, or the deadline comes, the request is abandoned, wherever it is: waiting for its
    /// turn, asking a resolver that is dead, or sent and not answered.
    ///
    /// - Parameters:
    ///   - request: What is sent, and where.
    ///   - options: How it travels.
    ///   - deadline: The end of the time that the caller has for all its requests; `nil` for none.
    /// - Returns: How it ended; nothing in it holds a secret of the request.
    package func send(
        _ request: WebhookRequest,
        options: DeliveryOptions = DeliveryOptions(),
        deadline: ContinuousClock.Instant? = nil
    ) async -> DeliveryOutcome {
        if let fault = RequestRules.fault(of: request, options) { return .invalid(fault) }
        guard let origin = WebAddress(request.url)?.origin else { return .invalid("no URL") }
        let mailbox: TransferMailbox
        switch openMailbox() {
        case .open(let opened): mailbox = opened
        case .stopped: return .abandoned
        case .impossible:
            return .network(NetworkFault(.local, "this machine has no thread left to send with"))
        }
        let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let job = DeliveryJob(
                    id: id,
                    request: request,
                    options: options,
                    deadline: deadline,
                    origin: origin,
                    continuation: continuation
                )
                guard mailbox.post(.start(job)) else { return job.finish(.abandoned) }
                // A cancellation before the post found nothing to end.
                if Task.isCancelled { _ = mailbox.post(.cancel(id)) }
            }
        } onCancel: {
            _ = mailbox.post(.cancel(id))
        }
    }

    /// Abandons what is under way, closes all connections and ends the thread; later requests are abandoned at once.
    package func shutDown() {
        let before = state.withLock { state in
            defer { state = .stopped }
            return state
        }
        guard case .running(let mailbox, let thread) = before else { return }
        _ = mailbox.post(.stop)
        thread.join()
    }

    private func openMailbox() -> Opening {
        state.withLock { state in
            switch state {
            case .running(let mailbox, _): return .open(mailbox)
            case .stopped: return .stopped
            case .idle: break
            }
            guard WebhookSender.isLibraryReady, let (mailbox, thread) = start() else {
                return .impossible
            }
            state = .running(mailbox, thread)
            return .open(mailbox)
        }
    }

    private func start() -> (TransferMailbox, WorkerThread)? {
        let mailbox = TransferMailbox()
        let userAgent = userAgent
        let limits = limits
        // Signals stay away from that thread, SIGPIPE among them: OpenSSL writes to connections that have gone.
        let thread = WorkerThread(name: "mxprobe-hooks") {
            if let loop = TransferLoop(mailbox: mailbox, userAgent: userAgent, limits: limits) {
                loop.run()
            } else {
                WebhookSender.refuseAll(mailbox)
            }
        }
        return thread.map { (mailbox, $0) }
    }

    private static func refuseAll(_ mailbox: TransferMailbox) {
        let fault = NetworkFault(.local, "this machine is out of memory or descriptors")
        for case .start(let job) in mailbox.close() { job.finish(.network(fault)) }
    }

    /// libcurl's global state, set up once and kept until the process ends.
    private static let isLibraryReady = ccurl_global_init() == CURLE_OK

    private enum Opening {
        case open(TransferMailbox)
        case stopped
        case impossible
    }

    private enum State {
        case idle
        case running(TransferMailbox, WorkerThread)
        case stopped
    }
}
