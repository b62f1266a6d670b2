import Glibc
import ProbeModel

/// The thread behind an ``UnboundResolver``: it owns the forwarder, libunbound and all lookups
/// under way.
///
/// Nothing in here is shared with another thread but the ``Mailbox``.
final class LookupLoop {
    typealias Instant = ContinuousClock.Instant

    /// What the thread is started with.
    final class Arguments: Sendable {
        let mailbox: Mailbox
        let pollDescriptor: Int32
        let servers: [ResolverAddress]
        let anchors: TrustAnchors?
        let settings: ResolverSettings

        init(
            mailbox: Mailbox,
            pollDescriptor: Int32,
            servers: [ResolverAddress],
            anchors: TrustAnchors?,
            settings: ResolverSettings
        ) {
            self.mailbox = mailbox
            self.pollDescriptor = pollDescriptor
            self.servers = servers
            self.anchors = anchors
            self.settings = settings
        }
    }

    /// How many records, and lookups without any, are remembered: the addresses of 20,000 hosts, IPv4
    /// and none of IPv6, in some ten MiB.
    private static let maximumRecords = 65_536

    /// How long the thread sleeps when nothing is due.
    private static let longestSleep: Duration = .seconds(60)

    let mailbox: Mailbox
    let settings: ResolverSettings
    let poller: Poller
    let forwarder: Forwarder
    let anchors: TrustAnchors?
    var survey: ResolverSurvey
    var validator: Validator?
    var validatorToken: UInt64?
    var isValidatorBroken = false
    var validatorSince = Instant.now
    var jobs: [Question: LookupJob] = [:]
    var waitingForSurvey: [LookupJob] = []

    private var front: LoopbackFront?
    private var lookups = GenerationCache<Question, Lookup>(capacity: maximumRecords)
    private var deadlines = TimerQueue<LookupJob>()
    private var isStopping = false

    /// Creates the loop, on the thread that will run it.
    init(_ arguments: Arguments) {
        mailbox = arguments.mailbox
        settings = arguments.settings
        anchors = arguments.anchors
        poller = Poller(descriptor: arguments.pollDescriptor)
        forwarder = Forwarder(
            servers: arguments.servers,
            settings: arguments.settings,
            poller: poller
        )
        survey = ResolverSurvey(arguments.servers)
    }

    /// Works until it is told to stop, then closes everything.
    func run() {
        _ = poller.add(mailbox.descriptor) { [unowned self] _ in readMail() }
        while !isStopping {
            let now = Instant.now
            let due = [forwarder.nextTimer, deadlines.next].compactMap(\.self).min()
            poller.wait(atMost: due.map { now.duration(to: $0) } ?? LookupLoop.longestSleep)
            forwarder.runTimers(at: .now)
            while let job = deadlines.popDue(at: .now) {
                if !job.isOver { runDeadline(job, at: .now) }
            }
        }
        for job in jobs.values { for ticket in job.tickets { ticket.interrupt() } }
        jobs = [:]
        retireValidator()
        forwarder.close()
        front?.close()
    }

    private func readMail() {
        for letter in mailbox.take() {
            switch letter {
            case .ask(let ticket): ask(ticket)
            case .abandon(let ticket): abandon(ticket)
            case .stop: isStopping = true
            }
        }
    }

    private func ask(_ ticket: LookupTicket) {
        guard !ticket.isDone else { return }
        if let lookup = lookups.value(for: ticket.question) {
            ticket.finish(lookup)
        } else if let job = jobs[ticket.question] {
            job.tickets.append(ticket)
        } else {
            start(ticket)
        }
    }

    private func abandon(_ ticket: LookupTicket) {
        guard let job = jobs[ticket.question] else { return }
        job.tickets.removeAll { $0 === ticket }
        guard job.tickets.isEmpty else { return }
        forget(job)
    }

    private func start(_ ticket: LookupTicket) {
        let now = Instant.now
        let anchor = anchors?.anchor(above: DNSName(ticket.question.name))
        let isJudged = anchor != nil && prepareValidation(at: now)
        let job = LookupJob(ticket, wantsSignatures: isJudged, at: now)
        jobs[job.question] = job
        deadlines.add(job, due: now.advanced(by: settings.lookupDeadline))
        deadlines.prune(where: \.isOver)
        fetch(job, at: now)
        guard isJudged, let anchor, !forwarder.isBusy else { return }
        for question in TrustChain.questions(for: job.question, below: anchor) {
            let key = Forwarder.Key(question: question, wantsSignatures: true)
            forwarder.fetch(key, at: now) { _ in }
        }
    }

    private func runDeadline(_ job: LookupJob, at now: Instant) {
        if now >= job.started.advanced(by: settings.lookupDeadline) {
            runOut(job)
        } else {
            runOutOfPatience(job)
        }
    }

    /// Sees to it that a job does not wait for the survey for long.
    func limitPatience(_ job: LookupJob) {
        guard job.patienceEnd == nil else { return }
        let end = Instant.now.advanced(by: LookupLoop.patience)
        job.patienceEnd = end
        deadlines.add(job, due: end)
    }

    /// Asks the forwarder what the job's key says.
    func fetch(_ job: LookupJob, at now: Instant) {
        let key = job.key
        forwarder.fetch(key, at: now) { [weak self, weak job] result in
            guard let self, let job, isCurrent(job), job.key == key else { return }
            take(result, job)
        }
    }

    /// Whether the job is still under way.
    func isCurrent(_ job: LookupJob) -> Bool { jobs[job.question] === job }

    /// Answers everybody who waits for a job.
    ///
    /// An answer is lasting when it holds for the rest of the run, as opposed to a failure that may
    /// pass.
    func finish(_ job: LookupJob, _ lookup: Lookup, isLasting: Bool) {
        guard isCurrent(job) else { return }
        forget(job)
        if isLasting {
            lookups.insert(lookup, for: job.question, cost: 1 + lookup.records.count)
        }
        for ticket in job.tickets { ticket.finish(lookup) }
    }

    private func forget(_ job: LookupJob) {
        jobs[job.question] = nil
        job.isOver = true
        waitingForSurvey.removeAll { $0 === job }
        if let judgement = job.judgement { validator?.cancel(judgement) }
        job.judgement = nil
    }

    /// The loopback front, opened when first needed.
    func openFront() -> LoopbackFront? {
        if front == nil { front = LoopbackFront(forwarder: forwarder, poller: poller) }
        return front
    }
}
