/// Times at which something is due, the earliest first; a binary heap.
///
/// An entry is not taken out by itself when its owner has no more use for it: the owner looks, when it
/// comes up, whether it still means anything, and from time to time all that mean nothing are left out.
struct TimerQueue<Owner> {
    typealias Instant = ContinuousClock.Instant

    private var heap: [(due: Instant, owner: Owner)] = []

    /// How many entries are worth looking through.
    private var pruningSize = leastPruningSize
    private static var leastPruningSize: Int { 256 }

    /// How many entries there are.
    var count: Int { heap.count }

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

    /// Leaves out entries that mean nothing any more, if there are twice as many as were left the last
    /// time: most questions are answered long before anything about them is due.
    mutating func prune(where isOver: (Owner) -> Bool) {
        guard heap.count >= pruningSize else { return }
        heap.removeAll { isOver($0.owner) }
        // A sorted list is a heap.
        heap.sort { $0.due < $1.due }
        pruningSize = max(TimerQueue.leastPruningSize, 2 * heap.count)
    }
}
