/// Times at which something is due, the earliest first; a binary heap.
///
/// An entry is never taken out early: its owner looks, when it comes up, whether it still means
/// anything.
struct TimerQueue<Owner> {
    typealias Instant = ContinuousClock.Instant

    private var heap: [(due: Instant, owner: Owner)] = []

    /// When the first entry is due; `nil` when there is none.
    var next: Instant? { heap.first?.due }

    /// Adds an entry.
    mutating func add(_ owner: Owner, due: Instant) {
        heap.append((due, owner))
        var child = heap.count - 1
        while child > 0, heap[child].due < heap[(child - 1) / 2].due {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes out the first entry, if it is due.
    mutating func popDue(at now: Instant) -> Owner? {
        guard let first = heap.first, first.due <= now, let last = heap.popLast() else {
            return nil
        }
        guard !heap.isEmpty else { return first.owner }
        heap[0] = last
        var parent = 0
        while 2 * parent + 1 < heap.count {
            let left = 2 * parent + 1
            let isRightLess = left + 1 < heap.count && heap[left + 1].due < heap[left].due
            let least = isRightLess ? left + 1 : left
            guard heap[least].due < heap[parent].due else { break }
            heap.swapAt(parent, least)
            parent = least
        }
        return first.owner
    }
}
