/// Why the state cannot be kept or read.
package struct StateStoreError: Error, Hashable {
    /// What failed, where, and what to do, in one line.
    package let message: String
}
