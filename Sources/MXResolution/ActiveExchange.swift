/// An exchange under way, with what it has sent and those who wait for it.
final class ActiveExchange {
    /// What is asked.
    let key: Forwarder.Key

    /// What to do next.
    var exchange: Exchange

    /// Whom to tell.
    var completions: [Forwarder.Completion]

    /// The datagrams whose answers count: the sockets that they left by, and their numbers.
    var datagrams: [(socket: DatagramSocket, id: UInt16)] = []

    /// The open connections, by resolver.
    var streams: [Int: StreamSocket] = [:]

    /// Whether it has ended.
    var isOver: Bool { exchange.outcome != nil }

    /// Creates the record of an exchange that is about to start.
    init(key: Forwarder.Key, exchange: Exchange, completions: [Forwarder.Completion]) {
        self.key = key
        self.exchange = exchange
        self.completions = completions
    }
}
