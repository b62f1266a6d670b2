/// What one DNS lookup asks: a name and a record type.
public struct Question: Hashable, Sendable {
    /// The name asked about.
    public let name: DomainName

    /// The record type asked for.
    public let type: RecordType

    /// Creates a question.
    public init(name: DomainName, type: RecordType) {
        self.name = name
        self.type = type
    }
}
