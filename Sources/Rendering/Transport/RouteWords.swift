import ProbeModel

/// A route in words.
struct RouteWords: Sendable {
    let route: Route

    init(_ route: Route) { self.route = route }

    /// What becomes of the mail, as what follows the domain's name.
    var delivery: String {
        switch route.delivery {
        case .mx: return "goes to the domain's MX hosts, port 25"
        case .smtp(_, let nexthops):
            return "goes to " + nexthops.map(Self.words).joined(separator: ", then ")
        case .returned(let text): return "is returned to the sender: \(text)"
        case .deferred(let text): return "waits in the queue: \(text)"
        case .other(let transport): return "is handed to the transport \(transport), not to SMTP"
        case .unknown(let reason): return "cannot be told: \(reason)"
        }
    }

    /// The entry that decides, with its place; `nil` where none does.
    var entry: String? {
        guard route.source == .transport, let result = route.result else { return nil }
        let place = route.place.map { place in
            place.file + (place.line.map { " line \($0)" } ?? "") + ": "
        }
        if route.isMatchedByPattern {
            return (place ?? "") + "a pattern, whose line the table does not tell, gives " + result
        }
        return (place ?? "") + (route.pattern.map { "\($0) " } ?? "") + result
    }

    private static func words(_ nexthop: RouteNexthop) -> String {
        switch nexthop.destination {
        case .mx(let name):
            return "the MX hosts of \(name), else \(name) itself, port \(nexthop.port)"
        case .host(let name): return "\(name), port \(nexthop.port)"
        case .address(let address): return "\(address), port \(nexthop.port)"
        }
    }
}
