/// The services of master.cf by name.
struct MasterServices: Sendable {
    private let transports: [String: MasterService]

    init(_ services: [MasterService]) {
        let usable = services.filter(\.isTransport)
        transports = Dictionary(usable.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The names of all transports.
    var names: [String] { Array(transports.keys) }

    /// The service that the queue manager hands a transport's mail to.
    subscript(transport: String) -> MasterService? { transports[transport] }
}
