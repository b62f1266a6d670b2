import ProbeModel

/// The sessions with one ``AdmissionPlace``: how many are under way, and who waits, address by address.
struct AdmissionNetwork {
    /// Whether the place is listed among those that have a turn.
    var isListed = false

    private let limit: Int
    private let limitPerAddress: Int
    private var active = 0
    private var lanes: [IPAddress: Lane] = [:]
    private var ready = FIFO<IPAddress>()

    /// Creates a place with nobody in it.
    init(limit: Int, limitPerAddress: Int) {
        self.limit = limit
        self.limitPerAddress = limitPerAddress
    }

    /// Whether nothing is under way and nobody waits, so that the place can be forgotten.
    var isIdle: Bool { lanes.isEmpty && !isListed }

    /// Whether somebody may begin, as far as the place goes.
    var isReady: Bool { active < limit && !ready.isEmpty }

    /// Puts a request at the end of its address's queue.
    mutating func append(_ id: UInt64, to address: IPAddress) {
        lanes[address, default: Lane()].waiting.append(id)
        list(address)
    }

    /// Takes the request whose turn it is, and counts it as under way; addresses take turns.
    ///
    /// - Parameter isWaiting: Whether a request was not cancelled meanwhile.
    /// - Returns: The request; `nil` where nobody may begin now.
    mutating func takeFirst(_ isWaiting: (UInt64) -> Bool) -> UInt64? {
        while active < limit, let address = ready.takeFirst() {
            guard var lane = lanes.removeValue(forKey: address) else { continue }
            lane.isListed = false
            let id = lane.takeFirst(isWaiting)
            if id != nil {
                lane.active += 1
                active += 1
            }
            guard !lane.isIdle else { continue }
            lanes[address] = lane
            list(address)
            if let id { return id }
        }
        return nil
    }

    /// Notes that a session with an address is over.
    mutating func release(_ address: IPAddress) {
        guard var lane = lanes.removeValue(forKey: address) else { return }
        lane.active -= 1
        active -= 1
        guard !lane.isIdle else { return }
        lanes[address] = lane
        list(address)
    }

    /// Gives an address its turn, where it has somebody to send and may.
    private mutating func list(_ address: IPAddress) {
        guard var lane = lanes[address], !lane.isListed, !lane.waiting.isEmpty,
            lane.active < limitPerAddress
        else { return }
        lane.isListed = true
        lanes[address] = lane
        ready.append(address)
    }

    /// One address.
    private struct Lane {
        var active = 0
        var isListed = false
        var waiting = FIFO<UInt64>()

        var isIdle: Bool { active == 0 && !isListed && waiting.isEmpty }

        mutating func takeFirst(_ isWaiting: (UInt64) -> Bool) -> UInt64? {
            while let id = waiting.takeFirst() {
                if isWaiting(id) { return id }
            }
            return nil
        }
    }
}
