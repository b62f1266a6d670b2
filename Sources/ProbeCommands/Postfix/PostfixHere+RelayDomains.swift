import PostfixSystem
import ProbeModel

extension PostfixHere {
    /// The domains that `relay_domains` names, for a command that was given none.
    ///
    /// - Returns: At least one domain; what could not be read of the list has been told.
    /// - Throws: ``CommandFailure`` where there is none, or none could be read.
    func namedRelayDomains() async throws -> [DomainName] {
        let relay = await relayDomains()
        if let fault = relay.faults.first, relay.names.isEmpty {
            throw CommandFailure(
                messages: ["relay_domains could not be read: \(fault)"],
                hint: "run as a user that may read it, or name the domains that are meant",
                status: ExitStatus.inputOutput
            )
        }
        for fault in relay.faults {
            Console.warn("going on without some of relay_domains: \(fault)")
        }
        guard !relay.names.isEmpty else {
            throw CommandFailure.usage(
                "relay_domains lists no domain by name: name those that are meant"
            )
        }
        return relay.names
    }
}
