import CLinuxSockets
import Glibc
import ProbeModel

/// The thread that holds all sessions: one epoll set, fixed slots, no allocation per event.
///
/// Nothing here is shared. Other threads reach the loop through its ``Mailbox`` alone.
final class EventLoop {
    let mailbox: Mailbox
    let poll: Int32
    var connections: [Connection]
    var freeSlots: [Int]
    var waiting: AdmissionQueue<ProbeJob>
    var deadlines: DeadlineHeap
    var slotOfJob: [UInt64: Int] = [:]
    var ownAddresses = OwnAddresses()
    var tls = TLSState.loading
    var awaitingTLS: [EventToken] = []

    /// The slots of those who wait for a socket.
    var starving: Set<Int> = []

    /// Told of the first time that this machine has no socket to give.
    var onShortage: (@Sendable (SystemError) -> Void)?

    var drains: [Drain] = []
    var answers: [Answer] = []
    var endingCount = 0
    var now = Instant.now

    /// Where `recv` puts bytes, and where outgoing TLS bytes pass through.
    let wire: UnsafeMutableRawBufferPointer

    /// Where decrypted bytes pass through.
    let plain: UnsafeMutableRawBufferPointer

    private let events: UnsafeMutableBufferPointer<epoll_event>
    private var messages: [Mailbox.Message] = []
    private var isStopping = false

    /// One `recv`: a whole TLS record (RFC 8446 section 5.2) and more than any sound SMTP reply.
    static let bufferSize = 16 * 1_024 + 512

    /// How many events one system call fetches.
    static let eventBatch = 256

    /// Opens an epoll set that a mailbox wakes; `nil`, with errno, when the system has none left.
    static func openPoll(wokenBy mailbox: Mailbox) -> Int32? {
        let poll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard poll >= 0 else { return nil }
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLET.rawValue
        event.data.u64 = EventToken.mailbox.bits
        if epoll_ctl(poll, EPOLL_CTL_ADD, mailbox.descriptor, &event) == 0 { return poll }
        let code = errno
        close(poll)
        errno = code
        return nil
    }

    /// Takes over an epoll descriptor from ``openPoll(wokenBy:)``.
    init(mailbox: Mailbox, poll: Int32, settings: ProberSettings) {
        let sessionCapacity = settings.sessionCapacity
        self.mailbox = mailbox
        self.poll = poll
        waiting = AdmissionQueue(settings.admission, now: .now)
        connections = (0..<sessionCapacity).map(Connection.init(slot:))
        freeSlots = (0..<sessionCapacity).reversed()
        deadlines = DeadlineHeap(capacity: sessionCapacity)
        wire = .allocate(byteCount: EventLoop.bufferSize, alignment: 16)
        plain = .allocate(byteCount: EventLoop.bufferSize, alignment: 16)
        events = .allocate(capacity: EventLoop.eventBatch)
        events.initialize(repeating: epoll_event())
    }

    deinit {
        events.deallocate()
        plain.deallocate()
        wire.deallocate()
        close(poll)
    }

    /// Runs until told to stop.
    func run() {
        while !isStopping {
            let wait = mailbox.prepareToSleep() ? timeout : 0
            let count = epoll_wait(poll, events.baseAddress, Int32(EventLoop.eventBatch), wait)
            for index in 0..<max(0, Int(count)) { dispatch(events[index]) }
            now = .now
            readMailbox()
            expireDeadlines()
            admitWaiting()
            sendAnswers()
            finishDrains()
        }
        stop()
    }

    private var timeout: Int32 {
        let turn = freeSlots.isEmpty || isShortOfSockets ? nil : waiting.nextTurn
        let next = [deadlines.earliest, turn].compactMap(\.self).min()
        return next.map { now.milliseconds(until: $0) } ?? -1
    }

    private func dispatch(_ event: epoll_event) {
        let token = EventToken(bits: event.data.u64)
        guard token != .mailbox else { return }
        let connection = connections[token.slot]
        guard connection.generation == token.generation else { return }
        now = .now
        switch connection.stage {
        case .connecting: handleConnecting(connection, token.attempt, event.events)
        case .open: handleOpen(connection, event.events)
        case .lingering: linger(connection)
        case .free, .waitingForSocket: break
        }
    }

    private func readMailbox() {
        mailbox.take(into: &messages)
        for message in messages {
            switch message {
            case .start(let job): admit(job)
            case .cancel(let id): cancel(id)
            case .drain(let continuation): drain(continuation)
            case .tlsLoaded(let context): startAwaitedTLS(context)
            case .stop: isStopping = true
            }
        }
    }

    private func expireDeadlines() {
        while let slot = deadlines.firstDue(at: now) {
            let connection = connections[slot]
            switch connection.stage {
            case .waitingForSocket: retrySocket(connection)
            case .connecting: expireConnecting(connection)
            case .open: expireOpen(connection)
            case .lingering: release(connection)
            case .free: deadlines.remove(slot)
            }
        }
    }

    /// Puts the connection's next deadline in its place in the heap.
    func schedule(_ connection: Connection) {
        deadlines.set(connection.nextDeadline, for: connection.slot)
    }
}
