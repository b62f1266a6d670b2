import ProbeModel

/// One question under way, and everybody who waits for its answer.
final class LookupJob {
    typealias Instant = ContinuousClock.Instant

    /// What is asked.
    let question: Question

    /// When it was asked.
    let started: Instant

    /// Who waits.
    var tickets: [LookupTicket]

    /// What the forwarder is asked at the moment; changes when aliases are followed.
    var key: Forwarder.Key

    /// The message that answers ``question`` itself.
    var answer: Forwarder.Answer?

    /// The names that aliases have led through, in plain lookups.
    var aliases: [DNSName] = []

    /// What libunbound is asked at the moment.
    var judgement: Validator.Ticket?

    /// Counts the questions to libunbound, so that a late verdict is told from the current one.
    var judgementNumber = 0

    /// Whether libunbound has been set up anew for this question.
    var hasRetriedJudgement = false

    /// Until when the survey of other resolvers is awaited; `nil` while it is not.
    var patienceEnd: Instant?

    /// Whether the question has been asked again, of resolvers that pass signatures on.
    var hasAskedCarrier = false

    /// Whether it has ended, and nobody is to be told of it any more.
    var isOver = false

    /// Creates a job.
    init(_ ticket: LookupTicket, wantsSignatures: Bool, at now: Instant) {
        question = ticket.question
        started = now
        tickets = [ticket]
        key = Forwarder.Key(
            question: WireQuestion(ticket.question),
            wantsSignatures: wantsSignatures
        )
    }
}
