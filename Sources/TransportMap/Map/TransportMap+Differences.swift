extension TransportMap {
    /// The patterns that another table has no entry for, or another result, each once and in order.
    ///
    /// What counts of either table is compared, so that a duplicate makes no difference.
    public func patterns(differingFrom other: TransportMap) -> [TransportPattern] {
        var seen: Set<TransportPattern> = []
        return (Array(differences(from: other)) + Array(other.differences(from: self)))
            .compactMap { TransportPattern($0) }
            .filter { seen.insert($0).inserted }
    }

    /// The patterns here whose result the other table does not have.
    private func differences(from other: TransportMap) -> some Sequence<[UInt8]> {
        entries.lazy.map(\.pattern).filter { pattern in
            entry(for: pattern)?.result != other.entry(for: pattern)?.result
        }
    }
}
