import CLinuxSockets

/// How this process keeps freed memory (mallopt(3)).
package enum HeapSettings {
    /// From this size on, in bytes, memory is given back to the system as soon as it is free: tables that grew into larger ones.
    private static let largeBlock: Int32 = 1 << 20

    /// How much free memory is kept, in bytes.
    private static let reserve: Int32 = 8 << 20

    /// Keeps a long run with much coming and going small, at the price of some system calls.
    ///
    /// A fifth of the memory of a run about a hundred thousand domains was free, and kept in pieces.
    package static func favourSize() {
        _ = mallopt(M_ARENA_MAX, 2)
        _ = mallopt(M_MMAP_THRESHOLD, largeBlock)
        _ = mallopt(M_TRIM_THRESHOLD, reserve)
    }
}
