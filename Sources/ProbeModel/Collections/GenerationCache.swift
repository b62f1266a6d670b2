/// A dictionary of limited size that forgets what has not been used for longest, roughly.
///
/// Two halves: when the young one is full, it becomes the old one, and the old one is forgotten.
/// What is found in the old half moves to the young one.
package struct GenerationCache<Key: Hashable, Value> {
    /// Of its own, as a dictionary copies what it holds whenever it grows.
    private final class Entry {
        let value: Value
        let cost: Int

        init(value: Value, cost: Int) {
            self.value = value
            self.cost = cost
        }
    }

    private let capacity: Int
    private var young: [Key: Entry] = [:]
    private var old: [Key: Entry] = [:]
    private var youngCost = 0

    /// Creates a cache for entries whose costs sum up to `capacity` at most.
    package init(capacity: Int) { self.capacity = capacity }

    /// Finds a value.
    package mutating func value(for key: Key) -> Value? {
        if let entry = young[key] { return entry.value }
        guard let entry = old[key] else { return nil }
        insert(entry.value, for: key, cost: entry.cost)
        return entry.value
    }

    /// Keeps a value, in place of an earlier one; not one that takes more than half of the
    /// capacity.
    package mutating func insert(_ value: Value, for key: Key, cost: Int = 1) {
        old[key] = nil
        youngCost -= young.removeValue(forKey: key)?.cost ?? 0
        guard cost <= capacity / 2 else { return }
        if youngCost + cost > capacity / 2 {
            old = young
            young = [:]
            youngCost = 0
        }
        young[key] = Entry(value: value, cost: cost)
        youngCost += cost
    }

    /// Forgets the values that a condition holds for.
    package mutating func removeAll(where isUnwanted: (Key, Value) -> Bool) {
        old = old.filter { !isUnwanted($0.key, $0.value.value) }
        young = young.filter { !isUnwanted($0.key, $0.value.value) }
        youngCost = young.values.reduce(0) { $0 + $1.cost }
    }
}
