/// The next deadline of each connection slot, the earliest on top.
///
/// Each slot has one entry at most, which moves when its deadline does, so that nothing stale
/// piles up however many sessions pass through.
struct DeadlineHeap {
    private var entries: [Entry] = []
    private var positions: [Int]

    /// Creates a heap for slots 0 up to, but not including, `capacity`.
    init(capacity: Int) {
        positions = Array(repeating: DeadlineHeap.absent, count: capacity)
        entries.reserveCapacity(capacity)
    }

    /// The earliest deadline.
    var earliest: Instant? { entries.first?.deadline }

    /// The slot whose deadline is the earliest, when that has passed.
    func firstDue(at now: Instant) -> Int? {
        guard let first = entries.first, first.deadline <= now else { return nil }
        return first.slot
    }

    /// Sets or moves the deadline of a slot.
    mutating func set(_ deadline: Instant, for slot: Int) {
        var position = positions[slot]
        if position == DeadlineHeap.absent {
            position = entries.count
            entries.append(Entry(deadline: deadline, slot: slot))
            positions[slot] = position
        } else if entries[position].deadline == deadline {
            return
        } else {
            entries[position].deadline = deadline
        }
        settle(position)
    }

    /// Takes the deadline of a slot away, if it has one.
    mutating func remove(_ slot: Int) {
        let position = positions[slot]
        guard position != DeadlineHeap.absent else { return }
        let last = entries.count - 1
        if position != last { exchange(position, last) }
        entries.removeLast()
        positions[slot] = DeadlineHeap.absent
        if position != last { settle(position) }
    }

    private mutating func settle(_ start: Int) {
        var position = start
        while position > 0, entries[position].deadline < entries[(position - 1) / 2].deadline {
            exchange(position, (position - 1) / 2)
            position = (position - 1) / 2
        }
        while let child = earlierChild(of: position),
            entries[child].deadline < entries[position].deadline
        {
            exchange(position, child)
            position = child
        }
    }

    private func earlierChild(of position: Int) -> Int? {
        let left = 2 * position + 1
        guard left < entries.count else { return nil }
        let right = left + 1
        guard right < entries.count, entries[right].deadline < entries[left].deadline else {
            return left
        }
        return right
    }

    private mutating func exchange(_ first: Int, _ second: Int) {
        entries.swapAt(first, second)
        positions[entries[first].slot] = first
        positions[entries[second].slot] = second
    }

    private static let absent = -1

    private struct Entry {
        var deadline: Instant
        let slot: Int
    }
}
