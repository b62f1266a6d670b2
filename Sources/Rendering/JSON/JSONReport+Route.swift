import ProbeModel

extension JSONReport {
    /// How Postfix here would deliver, and how its endpoints did.
    func route(_ route: Route, seen: RouteObservation?) -> JSONValue {
        [
            "source": .name(route.source),
            "pattern": .text(route.isMatchedByPattern ? nil : route.pattern),
            "result": .text(route.result),
            "delivery": .text(route.delivery.name),
            "transport": .text(route.delivery.transport),
            "message": .text(route.delivery.message),
            "nexthops": .array(
                route.delivery.nexthops.enumerated().map { index, nexthop in
                    let observed = seen.flatMap {
                        $0.nexthops.indices.contains(index) ? $0.nexthops[index] : nil
                    }
                    return self.nexthop(nexthop, seen: observed)
                }
            ),
            "file": .text(route.place?.file),
            "line": .number(route.place?.line),
            "diverted_by_mxprobe": .bool(route.diversion != nil),
            "original_result": .text(route.diversion?.original),
            "changed_by_hand": route.diversion.map { .bool(!$0.isIntact) } ?? .null,
        ]
    }

    private func nexthop(_ nexthop: RouteNexthop, seen: NexthopObservation?) -> JSONValue {
        let name: DomainName?
        let address: IPAddress?
        var usesMX: Bool? = false
        switch nexthop.destination {
        case .mx(let host):
            (name, address) = (host, nil)
            usesMX = seen.flatMap { hop in
                hop.resolution?.mxLookup.status.isDefinite == true ? hop.usesMX : nil
            }
        case .host(let host): (name, address) = (host, nil)
        case .address(let literal): (name, address) = (nil, literal)
        }
        return [
            "text": .text(nexthop.text),
            "host": .text(name?.ascii),
            "address": .address(address),
            "port": .number(nexthop.port),
            "uses_mx": usesMX.map { .bool($0) } ?? .null,
            "is_self": seen.map { .bool($0.isSelf) } ?? .null,
            "endpoints": .array((seen?.probes ?? []).map { endpoint($0) }),
        ]
    }

    /// The mail that waits for the domain.
    func queue(_ queue: QueueSummary) -> JSONValue {
        [
            "messages": .number(queue.messages),
            "recipients": .number(queue.recipients),
            "oldest_arrival": .time(queue.oldestArrival),
            "read_at": .time(queue.readAt),
            "lifetime_ms": .duration(queue.lifetime.map { .seconds($0) }),
            "gives_up_in_ms": .duration(queue.timeLeft.map { .seconds($0) }),
            "reasons": .array(
                queue.reasons.map {
                    ["text": .text($0.text), "recipients": .number($0.recipients)]
                }
            ),
        ]
    }
}

extension Route.Delivery {
    /// The stable name of what becomes of the mail.
    fileprivate var name: String {
        switch self {
        case .mx: return "mx"
        case .smtp: return "smtp"
        case .returned: return "returned"
        case .deferred: return "deferred"
        case .other: return "other"
        case .unknown: return "unknown"
        }
    }

    /// The transport's name, where one is chosen.
    fileprivate var transport: String? {
        switch self {
        case .smtp(let transport, _), .other(let transport): return transport
        case .mx, .returned, .deferred, .unknown: return nil
        }
    }

    /// What the mail is returned or kept with, or why nothing is known.
    fileprivate var message: String? {
        switch self {
        case .returned(let text), .deferred(let text), .unknown(let text): return text
        case .mx, .smtp, .other: return nil
        }
    }

    /// The nexthops in order.
    fileprivate var nexthops: [RouteNexthop] {
        if case .smtp(_, let nexthops) = self { nexthops } else { [] }
    }
}
