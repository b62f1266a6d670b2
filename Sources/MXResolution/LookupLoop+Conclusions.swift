import ProbeModel

/// What becomes of a job: from the first message to the lookup that its callers get.
extension LookupLoop {
    /// The longest reason of libunbound's that is passed on, in bytes.
    private static let maximumReasonLength = 400

    /// Takes what the forwarder found.
    func take(_ result: Result<Forwarder.Answer, Forwarder.Failure>, _ job: LookupJob) {
        switch result {
        case .failure(let failure):
            if let answer = job.answer, job.aliases.isEmpty {
                // The resolvers that pass signatures on do not answer: what another one said still
                // holds.
                concludePlainly(job, answer, isLasting: false)
            } else {
                conclude(job, failure)
            }
        case .success(let answer):
            if job.aliases.isEmpty { job.answer = answer }
            if job.key.wantsSignatures {
                judge(job, answer)
            } else {
                concludePlainly(job, answer)
            }
        }
    }

    /// Ends a job whose time is over, with what is known.
    func runOut(_ job: LookupJob) {
        guard isCurrent(job) else { return }
        if let answer = job.answer, job.aliases.isEmpty, alias(of: answer, job) == nil {
            concludePlainly(job, answer, isLasting: false)
        } else {
            conclude(job, forwarder.progress(of: job.key))
        }
    }

    /// Ends a job by an answer that is not judged by DNSSEC, following aliases where the message
    /// does not.
    func concludePlainly(_ job: LookupJob, _ answer: Forwarder.Answer, isLasting: Bool = true) {
        guard let target = alias(of: answer, job) else {
            return conclude(job, answer.message, .indeterminate, server: answer.server, isLasting)
        }
        let isLoop = job.aliases.contains(target) || target == DNSName(job.question.name)
        guard !isLoop, job.aliases.count < DNSAnswer.maximumAliases else {
            return finish(
                job,
                lookup(
                    job,
                    .malformed,
                    failure: LookupFailure(
                        server: forwarder.servers[answer.server].description,
                        message: isLoop
                            ? "the aliases lead in a circle"
                            : "the chain of aliases is longer than \(DNSAnswer.maximumAliases)"
                    )
                ),
                isLasting: true
            )
        }
        job.aliases.append(target)
        job.key = Forwarder.Key(
            question: WireQuestion(name: target, type: job.key.question.type),
            wantsSignatures: false
        )
        fetch(job, at: .now)
    }

    /// Where an alias leads whose target the message says nothing about; `nil` when it is complete.
    private func alias(of answer: Forwarder.Answer, _ job: LookupJob) -> DNSName? {
        let content = DNSAnswer(answer.message)
        guard content.fault == nil, content.records.isEmpty, answer.message.rcode == 0,
            !answer.message.holdsDenial
        else { return nil }
        return content.canonicalName
    }

    /// Ends a job by libunbound's verdict.
    func conclude(_ job: LookupJob, _ verdict: Validator.Verdict, _ answer: Forwarder.Answer) {
        if verdict.isBogus {
            if isUndecidable(job, answer) {
                concludePlainly(job, answer, isLasting: false)
            } else {
                concludeBogus(job, verdict, answer)
            }
        } else if let message = verdict.message {
            let dnssec: DNSSECStatus = verdict.isSecure ? .secure : .insecure
            conclude(job, message, dnssec, server: answer.server, true)
        } else if !retryJudgement(job, answer) {
            concludePlainly(job, answer)
        }
    }

    private func concludeBogus(
        _ job: LookupJob,
        _ verdict: Validator.Verdict,
        _ answer: Forwarder.Answer
    ) {
        // libunbound names whom it asked, which is always the loopback front.
        let reason = SafeText.escape(verdict.reason.prefix(LookupLoop.maximumReasonLength))
            .split(separator: " from 127.0.0.1", omittingEmptySubsequences: false).joined()
        let failure = LookupFailure(
            server: forwarder.servers[answer.server].description,
            message: reason.isEmpty ? "DNSSEC validation failed" : reason
        )
        finish(job, lookup(job, .bogus, .bogus, failure: failure), isLasting: true)
    }

    private func conclude(_ job: LookupJob, _ failure: Forwarder.Failure) {
        let status = failure.trouble.status
        let lookup = lookup(
            job,
            status,
            status == .bogus ? .bogus : .indeterminate,
            failure: failure.explanation
        )
        finish(job, lookup, isLasting: status == .bogus || status == .malformed)
    }

    private func conclude(
        _ job: LookupJob,
        _ message: DNSMessage,
        _ dnssec: DNSSECStatus,
        server: Int,
        _ isLasting: Bool
    ) {
        let content = DNSAnswer(message)
        if let fault = content.fault {
            let failure = LookupFailure(
                server: forwarder.servers[server].description,
                message: fault
            )
            return finish(
                job,
                lookup(job, .malformed, dnssec, failure: failure),
                isLasting: isLasting
            )
        }
        var status = LookupStatus.found
        if content.records.isEmpty { status = message.rcode == 3 ? .nxdomain : .noData }
        let lookup = Lookup(
            question: job.question,
            status: status,
            records: content.records,
            dnssec: dnssec,
            canonicalName: content.canonicalName ?? job.aliases.last,
            duration: job.started.duration(to: .now)
        )
        finish(job, lookup, isLasting: isLasting)
    }

    private func lookup(
        _ job: LookupJob,
        _ status: LookupStatus,
        _ dnssec: DNSSECStatus = .indeterminate,
        failure: LookupFailure
    ) -> Lookup {
        Lookup(
            question: job.question,
            status: status,
            dnssec: dnssec,
            canonicalName: job.aliases.last,
            failure: failure,
            duration: job.started.duration(to: .now)
        )
    }
}
