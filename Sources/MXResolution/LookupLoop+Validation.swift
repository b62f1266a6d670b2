import ProbeModel
import Synchronization

/// How answers come to be judged by DNSSEC.
extension LookupLoop {
    /// How long a lookup with an answer at hand waits for a resolver that may pass signatures on.
    static let patience: Duration = .seconds(1)

    /// The shortest time between two settings-up of libunbound, which costs a thread each.
    private static let validatorLifetime: Duration = .seconds(1)

    /// Finds out, once a run, whether the resolvers pass signatures on.
    ///
    /// - Returns: Whether answers can be judged, or may turn out to be.
    func prepareValidation(at now: Instant) -> Bool {
        guard !isValidatorBroken, let anchor = anchors?.names.first else { return false }
        guard openFront() != nil else {
            giveValidatorUp()
            return false
        }
        for server in survey.takeUnasked() {
            let question = WireQuestion(name: anchor, type: RecordType.dnskey.rawValue)
            let key = Forwarder.Key(question: question, wantsSignatures: true, server: server)
            forwarder.fetch(key, at: now) { [weak self] result in
                self?.note(result, for: server, askedAt: now)
            }
        }
        return survey.hasCarrier || survey.isUnderWay
    }

    private func note(
        _ result: Result<Forwarder.Answer, Forwarder.Failure>,
        for server: Int,
        askedAt: Instant
    ) {
        let answersOthers = forwarder.hasHeard(from: server, since: askedAt)
        survey.note(result, for: server, answersOthers: answersOthers)
        forwarder.excludedServers = survey.excludedServers
        if !isValidatorBroken { mailbox.validation.withLock { $0 = survey.validation } }
        if case .success(let answer) = result { forwarder.keep(answer) }
        let jobs = waitingForSurvey
        waitingForSurvey = []
        for job in jobs where isCurrent(job) {
            if let answer = job.answer { judge(job, answer) }
        }
    }

    /// Has an answer judged, as soon as it is known whether that is possible.
    func judge(_ job: LookupJob, _ answer: Forwarder.Answer) {
        switch survey.standings[answer.server] {
        case .asked: waitingForSurvey.append(job)
        case .carries: askValidator(job, answer)
        case .unknown: concludePlainly(job, answer, isLasting: false)
        case .strips, .fails:
            if survey.hasCarrier, !job.hasAskedCarrier {
                job.hasAskedCarrier = true
                fetch(job, at: .now)
            } else if survey.isWorthWaiting, job.patienceEnd.map({ $0 > .now }) ?? true {
                waitingForSurvey.append(job)
                limitPatience(job)
            } else {
                concludePlainly(job, answer)
            }
        }
    }

    /// Ends the wait for another resolver's standing when an answer is at hand.
    func runOutOfPatience(_ job: LookupJob) {
        guard isCurrent(job), waitingForSurvey.contains(where: { $0 === job }),
            let answer = job.answer
        else { return }
        waitingForSurvey.removeAll { $0 === job }
        judge(job, answer)
    }

    private func askValidator(_ job: LookupJob, _ answer: Forwarder.Answer) {
        guard let validator = currentValidator() else { return concludePlainly(job, answer) }
        job.judgementNumber += 1
        let number = job.judgementNumber
        job.judgement = validator.judge(job.question) { [weak self, weak job] verdict in
            guard let self, let job, isCurrent(job), job.judgementNumber == number else { return }
            job.judgement = nil
            conclude(job, verdict, answer)
        }
        if job.judgement == nil { concludePlainly(job, answer) }
    }

    /// libunbound, set up when first needed; `nil` when that fails.
    private func currentValidator() -> Validator? {
        if let validator { return validator }
        guard let anchors, let front = openFront(),
            let validator = Validator(port: front.port, anchors: anchors)
        else {
            giveValidatorUp()
            return nil
        }
        validatorSince = .now
        validatorToken = poller.add(validator.descriptor) { _ in validator.process() }
        self.validator = validator
        return validator
    }

    private func giveValidatorUp() {
        isValidatorBroken = true
        mailbox.validation.withLock { $0 = .noValidator }
    }

    /// Ends libunbound; the next question sets it up anew.
    func retireValidator() {
        validatorToken.map(poller.remove)
        validatorToken = nil
        validator = nil
    }

    /// Sets libunbound up anew, for it keeps failures for up to a minute, and asks all its
    /// questions again.
    ///
    /// - Returns: Whether it was time to.
    private func renewValidator() -> Bool {
        guard validatorSince.duration(to: .now) >= LookupLoop.validatorLifetime else {
            return false
        }
        let judged = jobs.values.filter { $0.judgement != nil }
        for job in judged { job.judgement = nil }
        retireValidator()
        for job in judged {
            if let answer = job.answer { askValidator(job, answer) }
        }
        return true
    }

    /// Asks libunbound once more after a failure of its own; whether that is under way now.
    func retryJudgement(_ job: LookupJob, _ answer: Forwarder.Answer) -> Bool {
        guard !job.hasRetriedJudgement, renewValidator() else { return false }
        job.hasRetriedJudgement = true
        askValidator(job, answer)
        return true
    }

    /// Whether a broken chain proves nothing, because keys could not be fetched or the name is
    /// private.
    func isUndecidable(_ job: LookupJob, _ answer: Forwarder.Answer) -> Bool {
        let alias = DNSAnswer(answer.message).canonicalName
        let names = [DNSName(job.question.name)] + (alias.map { [$0] } ?? [])
        let zones = TrustChain.zones(above: names)
        if zones.contains(where: isUnreachable) {
            _ = renewValidator()
            return true
        }
        return zones.contains(where: isPrivate)
    }

    /// Whether a zone's keys could not be fetched for want of an answer, since libunbound was set
    /// up.
    private func isUnreachable(_ zone: DNSName) -> Bool {
        // The front tells a new libunbound of failures that are a little older.
        let since = validatorSince - LoopbackFront.failureLifetime
        return [TrustChain.delegationSigner, RecordType.dnskey.rawValue].contains { type in
            let question = WireQuestion(name: zone, type: type)
            let key = Forwarder.Key(question: question, wantsSignatures: true)
            switch forwarder.failure(of: key, since: since)?.trouble.status {
            case .timeout, .noResolver: return true
            default: return false
            }
        }
    }

    /// Whether the zone is none of the signed tree, but served all the same.
    ///
    /// Private resolvers do that with names such as `test.` and `internal.` and with reverse zones.
    /// Such answers cannot be signed, and libunbound takes them for forged. Only top-level domains
    /// and reverse zones count, and only those without a DS record; where the tree proves that
    /// there is none, libunbound says `insecure` and this is not asked.
    private func isPrivate(_ zone: DNSName) -> Bool {
        guard zone.labels.count == 1 || zone.labels.last == Array("arpa".utf8) else { return false }
        let question = WireQuestion(name: zone, type: TrustChain.delegationSigner)
        let answer = forwarder.known(.init(question: question, wantsSignatures: true))
        return answer.map { !$0.message.answersItself } ?? false
    }
}
