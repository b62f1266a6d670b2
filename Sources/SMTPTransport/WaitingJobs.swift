/// The requests that wait for a free slot, first come, first served.
struct WaitingJobs {
    private var order: [UInt64] = []
    private var head = 0
    private var jobs: [UInt64: ProbeJob] = [:]

    /// Whether nobody waits.
    var isEmpty: Bool { jobs.isEmpty }

    /// Puts a job at the end.
    mutating func append(_ job: ProbeJob) {
        order.append(job.id)
        jobs[job.id] = job
    }

    /// Takes the job that has waited longest.
    mutating func takeFirst() -> ProbeJob? {
        while head < order.count {
            let id = order[head]
            head += 1
            if head == order.count { clearOrder() }
            if let job = jobs.removeValue(forKey: id) { return job }
        }
        return nil
    }

    /// Takes a job out of turn; `nil` when it does not wait here.
    mutating func remove(_ id: UInt64) -> ProbeJob? { jobs.removeValue(forKey: id) }

    private mutating func clearOrder() {
        order.removeAll(keepingCapacity: true)
        head = 0
    }
}
