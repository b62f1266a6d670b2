/// A dictionary of limited size that forgets what has not been used for longest, roughly.
///
/// Two halves: when the young one is full, it becomes the old one, and the old one is forgotten. What is found in the
/// old half moves to the young one.
struct GenerationCache<Key: Hashable, Value> {
    private let capacity: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// Creates a cache that holds between half and all of `capacity` entries.
    init(capacity: Int) { self.capacity = capacity }

    /// Finds a value.
    mutating func value(for key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        insert(value, for: key)
        return value
    }

    /// Keeps a value, in place of an earlier one.
    mutating func insert(_ value: Value, for key: Key) {
        old[key] = nil
        if young[key] == nil, young.count >= capacity / 2 {
            old = young
            young = [:]
        }
        young[key] = value
    }

    /// Forgets the values that a condition holds for.
    mutating func removeAll(where isUnwanted: (Key, Value) -> Bool) {
        young = young.filter { !isUnwanted($0.key, $0.value) }
        old = old.filter { !isUnwanted($0.key, $0.value) }
    }

    /// Goes through the values in no particular order.
    func contains(where condition: (Key, Value) -> Bool) -> Bool {
        young.contains { condition($0.key, $0.value) }
            || old.contains { condition($0.key, $0.value) }
    }
}
