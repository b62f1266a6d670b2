/// A transport and a nexthop, as the address resolver hands them to the queue manager.
public struct Delivery: Hashable, Sendable {
    /// The name of the service in master.cf.
    public let transport: String

    /// Where to; for `error` and `retry` the text to say.
    public let nexthop: String

    /// Creates a delivery.
    public init(transport: String, nexthop: String) {
        self.transport = transport
        self.nexthop = nexthop
    }

    /// This delivery, changed as a transport entry says (transport(5), RESULT FORMAT).
    ///
    /// A result that names only a transport makes the recipient's domain the nexthop.
    public func changed(by result: TransportResult, recipientDomain: String) -> Delivery {
        switch result.meaning {
        case .noChange: self
        case .nexthopOnly: Delivery(transport: transport, nexthop: result.nexthop)
        case .transportOnly: Delivery(transport: result.transport, nexthop: recipientDomain)
        case .transportAndNexthop: Delivery(transport: result.transport, nexthop: result.nexthop)
        case .bounce(let text), .deferral(let text):
            Delivery(transport: result.transport, nexthop: text)
        }
    }
}
