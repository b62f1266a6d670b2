/// Bytes of a file that others take the place of.
public struct LineEdit: Hashable, Sendable {
    /// The bytes that go; empty where something is only added.
    public let range: Range<Int>

    /// The bytes that come.
    public let replacement: [UInt8]
}
