import PostfixModel
import PostfixSystem
import ProbeModel
import TransportMap

extension PostfixHere {
    /// What a change of a domain's transport entry touches beside, obstacles first.
    func effects(of change: MapChange, on domain: DomainName) async -> [ChangeEffect] {
        guard case .divert(_, let result) = change else { return [] }
        let decision = await decide([.domain(domain.ascii)]).first
        let present = decision?.delivery
        let kept = decision.flatMap {
            ChangeEffect.addressEntries(of: $0.route, beside: SafeText.escape(result.bytes))
        }
        let transport = result.transport.isEmpty ? present?.transport ?? "" : result.transport
        let planned = Delivery(transport: transport, nexthop: result.nexthop)
        return await BlockingWork.run { [installation, tables] in
            ChangeEffects(
                parameters: installation.parameters,
                services: installation.services,
                serviceLookup: .system,
                ask: tables.access.answer
            )
            .effects(from: present, to: planned) + [kept].compactMap(\.self)
        }
    }
}
