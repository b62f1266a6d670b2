import CCurl

/// The thread that holds all transfers, through libcurl's multi interface.
///
/// Nothing here is shared. Other threads reach the loop through its ``TransferMailbox`` alone.
final class TransferLoop {
    /// The longest sleep in milliseconds.
    ///
    /// Letters and libcurl's own timers end it sooner, unless this machine has no memory to wake a sleeper with.
    private static let longestSleep: Int64 = 1_000

    private let mailbox: TransferMailbox
    private let multi: UnsafeMutableRawPointer
    private let userAgent: String
    private let limits: SenderLimits
    private var waiting: WaitingDeliveries
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    private var isStopping = false

    /// Creates a loop; `nil` when there is no memory or descriptor left.
    init?(mailbox: TransferMailbox, userAgent: String, limits: SenderLimits) {
        guard let multi = curl_multi_init() else { return nil }
        self.mailbox = mailbox
        self.multi = multi
        self.userAgent = userAgent
        self.limits = limits
        waiting = WaitingDeliveries(limits: limits)
        // Connections that are kept for the next request.
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.connections)
        mailbox.open(multi)
    }

    deinit { curl_multi_cleanup(multi) }

    /// Runs until told to stop.
    func run() {
        while !isStopping {
            readMailbox()
            giveUp(at: .now)
            startWaiting()
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            // Room for others, whose turn must not wait for the next event.
            if collectEnded() { continue }
            guard !isStopping else { break }
            curl_multi_poll(multi, nil, 0, sleep(from: .now), nil)
        }
        stop()
    }

    private func readMailbox() {
        for letter in mailbox.take() {
            switch letter {
            case .start(let job): waiting.append(job)
            case .cancel(let id):
                for job in waiting.remove(where: { $0.id == id }) { job.finish(.abandoned) }
                for transfer in transfers.values where transfer.job.id == id { abandon(transfer) }
            case .stop: isStopping = true
            }
        }
    }

    private func giveUp(at now: ContinuousClock.Instant) {
        for job in waiting.remove(where: { $0.deadline.map { $0 <= now } ?? false }) {
            job.finish(.abandoned)
        }
        for transfer in transfers.values {
            if let end = end(of: transfer), end <= now { abandon(transfer) }
        }
    }

    private func startWaiting() {
        for job in waiting.admit() {
            do throws(CurlRefusal) {
                let transfer = try Transfer(job, userAgent: userAgent)
                guard curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
                    throw CurlRefusal(code: CURLE_OUT_OF_MEMORY)
                }
                transfers[transfer.easy] = transfer
            } catch {
                waiting.release(job.origin)
                var end = TransferEnd()
                end.code = error.code
                end.origin = job.origin
                job.finish(end.outcome)
            }
        }
    }

    /// Tells the outcomes of all that have ended; whether there were any.
    private func collectEnded() -> Bool {
        var ended: [(Transfer, CURLcode)] = []
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let transfer = transfers[easy]
            else { continue }
            ended.append((transfer, ccurl_result(message)))
        }
        for (transfer, code) in ended {
            let outcome = transfer.outcome(code)
            remove(transfer)
            transfer.job.finish(outcome)
        }
        return !ended.isEmpty
    }

    /// Ends a transfer; what the receiver has answered already still counts.
    private func abandon(_ transfer: Transfer) {
        let isAnswered = transfer.response.status != nil
        let outcome = isAnswered ? transfer.outcome(CURLE_OPERATION_TIMEDOUT) : .abandoned
        remove(transfer)
        transfer.job.finish(outcome)
    }

    private func remove(_ transfer: Transfer) {
        curl_multi_remove_handle(multi, transfer.easy)
        transfers[transfer.easy] = nil
        waiting.release(transfer.job.origin)
    }

    /// When a transfer is ended by us; `nil` for never.
    private func end(of transfer: Transfer) -> ContinuousClock.Instant? {
        let bodyEnd = transfer.answeredAt.map { $0.advanced(by: limits.bodyPatience) }
        return [transfer.job.deadline, bodyEnd].compactMap { $0 }.min()
    }

    private func sleep(from now: ContinuousClock.Instant) -> Int32 {
        let ends = transfers.values.compactMap(end) + [waiting.earliestDeadline].compactMap { $0 }
        guard let next = ends.min() else { return Int32(TransferLoop.longestSleep) }
        // One more, so that the time has really come.
        let milliseconds = now < next ? now.duration(to: next).wholeMilliseconds + 1 : 0
        return Int32(min(Int64(milliseconds), TransferLoop.longestSleep))
    }

    private func stop() {
        for case .start(let job) in mailbox.close() { job.finish(.abandoned) }
        for job in waiting.remove(where: { _ in true }) { job.finish(.abandoned) }
        for transfer in Array(transfers.values) { abandon(transfer) }
    }
}
