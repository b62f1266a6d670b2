import CLinuxSockets
import COpenSSL
import Glibc
package import ProbeEngine
package import ProbeModel
import Sockets
import Synchronization

/// Holds SMTP sessions, all of them on one thread of its own.
///
/// The thread begins with the first probe and ends with ``shutDown()``, or with the prober.
package final class SMTPProber: EndpointProbing {
    private let settings: ProberSettings
    private let notice: ShortageBell
    private let state = Mutex(State.idle)
    private let lastID = Atomic<UInt64>(0)
    private let context = SharedContext()

    /// Creates a prober; nothing is opened before the first probe.
    ///
    /// - Parameters:
    ///   - settings: What it may use of this machine.
    ///   - onShortage: Told once, when this machine has no socket to give and sessions wait for one.
    package init(
        settings: ProberSettings = ProberSettings(),
        onShortage: (@Sendable (SystemError) -> Void)? = nil
    ) {
        self.settings = settings
        notice = ShortageBell(onShortage)
    }

    deinit { shutDown() }

    package func probe(
        _ request: ProbeRequest,
        progress: @escaping @Sendable (ProbeProgress) -> Void
    ) async -> ProbeObservation {
        let mailbox: Mailbox
        switch await awaitMailbox(request.limits.session) {
        case .success(let opened): mailbox = opened
        case .failure(let failure):
            return ProbeObservation(interrupted: request.endpoint, systemError: failure.error)
        }
        let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let job = ProbeJob(
                    id: id,
                    request: request,
                    progress: progress,
                    continuation: continuation
                )
                guard mailbox.post(.start(job)) else { return job.finishInterrupted() }
                // A cancellation before the post found no session to end.
                if Task.isCancelled { _ = mailbox.post(.cancel(id)) }
            }
        } onCancel: {
            _ = mailbox.post(.cancel(id))
        }
    }

    package func judge(_ tls: TLSObservation, for request: ProbeRequest) -> TLSObservation {
        guard let context = context.value.withLock(\.self), let ssl = SSL_new(context.pointer)
        else { return tls }
        defer { SSL_free(ssl) }
        OpenSSLError.clear()
        let identity = TLSIdentity(request)
        return CertificateJudge(context: context, ssl: ssl, identity: identity).observe(tls)
    }

    package func drain() async {
        guard let mailbox = state.withLock({ $0.mailbox }) else { return }
        await withCheckedContinuation { continuation in
            if !mailbox.post(.drain(continuation)) { continuation.resume() }
        }
    }

    /// Ends all sessions, answers their callers and stops the thread; later probes are `interrupted`.
    package func shutDown() {
        let before = state.withLock { state in
            defer { state = .stopped }
            return state
        }
        guard case .running(let mailbox, let thread) = before else { return }
        _ = mailbox.post(.stop)
        thread.join()
    }

    /// Opens the mailbox; what this machine lacks for it is waited for as long as a session might have taken.
    private func awaitMailbox(_ patience: Duration) async -> Result<Mailbox, StartFailure> {
        let end = Instant.now.advanced(by: patience)
        while true {
            let opened = openMailbox()
            guard case .failure(let failure) = opened, let error = failure.error, Instant.now < end
            else { return opened }
            notice.ring(error)
            // Cancelled: there is nothing more to wait for.
            guard (try? await Task.sleep(for: EventLoop.shortageRetry)) != nil else {
                return opened
            }
        }
    }

    private func openMailbox() -> Result<Mailbox, StartFailure> {
        state.withLock { state in
            switch state {
            case .running(let mailbox, _): return .success(mailbox)
            case .stopped: return .failure(StartFailure(error: nil))
            case .idle: break
            }
            return start().map { mailbox, thread in
                state = .running(mailbox, thread)
                return mailbox
            }
        }
    }

    private func start() -> Result<(Mailbox, WorkerThread), StartFailure> {
        let wake = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard wake >= 0 else { return .failure(StartFailure(call: "eventfd")) }
        let mailbox = Mailbox(descriptor: wake)
        guard let poll = EventLoop.openPoll(wokenBy: mailbox) else {
            return .failure(StartFailure(call: "epoll_create1"))
        }
        let (settings, context, notice) = (settings, context, notice)
        let thread = WorkerThread(name: "mxprobe-smtp") {
            DescriptorLimit.raise(forSessions: settings.sessionCapacity)
            let loop = EventLoop(mailbox: mailbox, poll: poll, settings: settings)
            loop.onShortage = notice.ring
            SMTPProber.run(loop, mailbox: mailbox, settings: settings, context: context)
        }
        guard let thread else {
            defer { close(poll) }
            return .failure(
                StartFailure(error: SystemError(call: "pthread_create", errno: EAGAIN))
            )
        }
        return .success((mailbox, thread))
    }

    /// The loop's thread, and a second one that reads the trusted roots while the first SYNs are out.
    private static func run(
        _ loop: EventLoop,
        mailbox: Mailbox,
        settings: ProberSettings,
        context shared: SharedContext
    ) {
        let load = { @Sendable in
            let context = TLSContext(caFile: settings.caFile ?? ProberSettings.defaultCAFile)
            shared.value.withLock { $0 = context }
            _ = mailbox.post(.tlsLoaded(context))
        }
        let loader = WorkerThread(name: "mxprobe-roots", load)
        if loader == nil { load() }
        loop.run()
        loader?.join()
    }

    /// The TLS settings once they are read, for whoever is not the loop.
    private final class SharedContext: Sendable {
        let value = Mutex<TLSContext?>(nil)
    }

    private enum State {
        case idle
        case running(Mailbox, WorkerThread)
        case stopped

        var mailbox: Mailbox? {
            guard case .running(let mailbox, _) = self else { return nil }
            return mailbox
        }
    }

    /// Why there is no loop; without an error when it was stopped on purpose.
    private struct StartFailure: Error {
        let error: SystemError?

        init(error: SystemError?) { self.error = error }

        init(call: String) { error = SystemError(call: call, errno: errno) }
    }
}
