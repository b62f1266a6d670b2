import ProbeModel

/// What two traces to one address, port 25 beside the reference port, say when held together.
///
/// Silent only when they disagree with themselves or the reference port did not get through: no trace is better than a wrong one.
struct TraceComparison: Hashable, Sendable {
    /// The last hop that port 25 passes; `nil` when no router answered.
    let lastHop: PathHop?

    /// The distance at which the reference port was answered by the host.
    let hostDistance: Int

    /// The distance at which port 25 was answered by a handshake, and that is nearer than the host.
    let connectedNearer: Int?

    /// The distance at which port 25 was answered by a reset, and that is nearer than the host.
    let resetNearer: Int?

    /// The ICMP error that refused port 25.
    let refusal: ICMPError?

    /// SYNs to port 25 that went unanswered at distances where the reference port is answered.
    let silentBeyond: Int

    /// SYNs to the reference port that the host answered.
    let answeredBeyond: Int

    /// SYNs to the reference port that the host did not answer although it answered others of the same distance or nearer.
    let lostBeyond: Int

    /// Compares; `nil` when the reference port did not get through.
    init?(_ pair: TracePair) {
        guard let host = pair.reference.connectedDistance else { return nil }
        hostDistance = host
        let routers = pair.smtp.routers
        let referenceRouters = pair.reference.routers
        func hop(_ distance: Int, _ address: IPAddress?) -> PathHop {
            PathHop(
                distance: distance,
                address: address,
                name: address.flatMap { pair.hopNames[$0] }
            )
        }
        refusal = pair.smtp.refusal?.error
        silentBeyond = pair.smtp.silentProbes(from: host)
        answeredBeyond = pair.reference.probes.count {
            $0.distance >= host && $0.answer == .connected
        }
        lostBeyond = pair.reference.silentProbes(from: host)
        // Where SYNs get lost, the first answer of the host may come from farther than it is: only a router
        // at that distance or beyond shows that the host is not there.
        let farthestRouter = referenceRouters.keys.max() ?? 0
        func nearer(_ distance: Int?) -> Int? {
            distance.flatMap { $0 < host && $0 <= farthestRouter ? $0 : nil }
        }
        connectedNearer = nearer(pair.smtp.connectedDistance)
        resetNearer = nearer(pair.smtp.resetDistance)
        if let nearer = connectedNearer {
            lastHop = hop(nearer, referenceRouters[nearer])
        } else if let refusal, let sender = refusal.sender,
            let distance = referenceRouters.first(where: { $0.value == sender })?.key
                ?? routers.first(where: { $0.value == sender })?.key
        {
            lastHop = hop(distance, sender)
        } else if let last = routers.keys.max(), last < host {
            lastHop = hop(last, routers[last])
        } else if routers.isEmpty, let first = referenceRouters[1] {
            lastHop = hop(1, first)
        } else {
            lastHop = nil
        }
    }
}
