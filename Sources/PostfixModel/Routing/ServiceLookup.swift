/// How the ports of service names are looked up that Postfix does not know by itself (services(5)).
///
/// The caller supplies it: from memory in tests, from the machine's own list else.
public struct ServiceLookup: Sendable {
    /// The port of a name of a TCP service, in the letters of the table: they count.
    public var answer: @Sendable (_ name: String) -> Answer

    /// What became of looking up a name.
    public enum Answer: Hashable, Sendable {
        /// Its port.
        case port(UInt16)
        /// There is no such service, so that Postfix's client gives up.
        case absent
        /// It could not be looked up.
        case unknown
    }

    /// Creates a lookup.
    public init(answer: @escaping @Sendable (String) -> Answer) { self.answer = answer }

    /// Nobody to ask: what Postfix does not know by itself is not known.
    public static let none = ServiceLookup { _ in .unknown }
}
