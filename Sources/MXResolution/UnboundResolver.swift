import Glibc
import ProbeEngine
package import ProbeModel
import Synchronization

/// The resolver of mxprobe: libunbound's judgement over a transport of our own.
///
/// libunbound is the field's validating resolver, but a poor client of a lossy one: it calls every
/// failure SERVFAIL, takes 17 s to, and after a few lost packets takes its forwarder for dead and
/// fails *every* query for a while (at 30 % loss 88 of 100). So it never sees the network. Behind
/// each resolver object is one thread:
///
///     lookup ──► LookupLoop ──► Forwarder ──► the resolvers, by UDP and TCP
///                    │              ▲
///                    ▼              │ loopback UDP
///                Validator ──► LoopbackFront
///               (libunbound)
///
/// The ``Forwarder`` asks, repeats, fails over and turns to TCP in one place, and knows who failed
/// and how. Only when the answer is there is libunbound asked to judge it; it gets the answer and
/// the keys from the forwarder's memory, through a port on 127.0.0.1 that loses nothing. The keys
/// are asked for beside the question (``TrustChain``), so a validated lookup costs one round trip.
///
/// Where DNSSEC is off, or the resolver strips signatures, or no trust anchor covers the name,
/// libunbound has nothing to judge and is not asked: the answer is read as it is and is
/// `indeterminate`. The same holds for an answer whose keys could not be fetched in time.
///
/// Answers are kept for the life of the object, whatever their time to live: create one for each
/// run.
package final class UnboundResolver: NameResolving {
    /// The resolvers that are asked.
    package let servers: [ResolverAddress]

    private let mailbox: Mailbox?
    private let thread: pthread_t?

    /// Creates a resolver and starts its thread; no query is sent before the first lookup.
    package init(_ settings: ResolverSettings = ResolverSettings()) {
        let named = settings.resolvers.prefix(ResolverSettings.maximumResolvers)
        let servers =
            named.isEmpty ? ResolvConf.read(path: settings.resolvConfPath) : Array(named)
        self.servers = servers
        var anchors: TrustAnchors?
        var validation = ValidationState.off
        if settings.validatesDNSSEC {
            anchors = settings.trustAnchors ?? TrustAnchors.read(path: settings.trustAnchorPath)
            validation =
                anchors == nil ? .noTrustAnchor(path: settings.trustAnchorPath) : .undecided
        }
        let mailbox = Mailbox(validation: validation)
        let thread = mailbox.flatMap { mailbox in
            UnboundResolver.startThread(mailbox, servers, anchors, settings)
        }
        self.thread = thread
        self.mailbox = thread == nil ? nil : mailbox
    }

    deinit {
        mailbox?.send(.stop)
        // A few milliseconds: the thread wakes at once and closes its descriptors.
        if let thread { pthread_join(thread, nil) }
    }

    /// Asks one question, see ``NameResolving/lookup(_:)``.
    package func lookup(_ question: Question) async -> Lookup {
        guard let mailbox else {
            let failure = LookupFailure(server: nil, message: "the resolver's thread cannot start")
            return Lookup(question: question, status: .noResolver, failure: failure)
        }
        let ticket = LookupTicket(question)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                ticket.wait(continuation)
                mailbox.send(.ask(ticket))
            }
        } onCancel: {
            ticket.interrupt()
            mailbox.send(.abandon(ticket))
        }
    }

    /// Whether validation was given up because signatures are missing; ``validation`` tells more.
    package var stripsDNSSEC: Bool {
        get async { if case .stripped = validation { true } else { false } }
    }

    /// Whether answers are judged by DNSSEC, and if not, why; as far as known by now.
    package var validation: ValidationState {
        mailbox?.validation.withLock { $0 } ?? .noValidator
    }

    private static func startThread(
        _ mailbox: Mailbox,
        _ servers: [ResolverAddress],
        _ anchors: TrustAnchors?,
        _ settings: ResolverSettings
    ) -> pthread_t? {
        let descriptor = Poller.makeDescriptor()
        guard descriptor >= 0 else { return nil }
        let arguments = LookupLoop.Arguments(
            mailbox: mailbox,
            pollDescriptor: descriptor,
            servers: servers,
            anchors: anchors,
            settings: settings
        )
        let pointer = Unmanaged.passRetained(arguments)
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, UnboundResolver.runLoop, pointer.toOpaque())
        guard status == 0 else {
            pointer.release()
            close(descriptor)
            return nil
        }
        return thread
    }

    private static let runLoop:
        @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
            guard let pointer else { return nil }
            // Signals are for the main thread; libunbound's thread inherits this.
            var signals = sigset_t()
            sigfillset(&signals)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            let arguments = Unmanaged<LookupLoop.Arguments>.fromOpaque(pointer).takeRetainedValue()
            LookupLoop(arguments).run()
            return nil
        }
}
