/// Requests that wait for a connection, in the order in which they came.
struct WaitingDeliveries {
    private var jobs: [DeliveryJob] = []
    private var countByOrigin: [String: Int] = [:]
    private let limits: SenderLimits

    /// How many are under way.
    private(set) var activeCount = 0

    init(limits: SenderLimits) { self.limits = limits }

    /// The first of the deadlines of those that wait.
    var earliestDeadline: ContinuousClock.Instant? { jobs.compactMap(\.deadline).min() }

    mutating func append(_ job: DeliveryJob) { jobs.append(job) }

    /// Takes all whose turn it is, and counts them as under way.
    mutating func admit() -> [DeliveryJob] {
        var admitted: [DeliveryJob] = []
        var left: [DeliveryJob] = []
        for job in jobs {
            let count = countByOrigin[job.origin, default: 0]
            if activeCount < limits.connections, count < limits.connectionsPerOrigin {
                countByOrigin[job.origin] = count + 1
                activeCount += 1
                admitted.append(job)
            } else {
                left.append(job)
            }
        }
        jobs = left
        return admitted
    }

    /// Makes room: one of an origin's is no longer under way.
    mutating func release(_ origin: String) {
        activeCount -= 1
        let count = countByOrigin[origin, default: 0] - 1
        countByOrigin[origin] = count > 0 ? count : nil
    }

    /// Takes out those that are not to be sent any more.
    mutating func remove(where isOver: (DeliveryJob) -> Bool) -> [DeliveryJob] {
        let over = jobs.filter(isOver)
        if !over.isEmpty { jobs.removeAll(where: isOver) }
        return over
    }
}
