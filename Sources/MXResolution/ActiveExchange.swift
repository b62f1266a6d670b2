/// An exchange under way, with its sockets and those who wait for it.
final class ActiveExchange {
    /// Which socket: one for each resolver and transport.
    struct RouteKey: Hashable {
        let server: Int
        let transport: Transport
    }

    /// What is asked.
    let key: Forwarder.Key

    /// What to do next.
    var exchange: Exchange

    /// Whom to tell.
    var completions: [Forwarder.Completion]

    /// The open sockets.
    var sockets: [RouteKey: UpstreamSocket] = [:]

    /// Creates the record of an exchange that is about to start.
    init(key: Forwarder.Key, exchange: Exchange, completions: [Forwarder.Completion]) {
        self.key = key
        self.exchange = exchange
        self.completions = completions
    }
}
