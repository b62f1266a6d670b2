import ProbeModel

/// Tells of entries for single addresses, which keep their own route whatever becomes of the domain's.
enum AddressEntryRule {
    static func findings(_ situation: RouteSituation) -> [Finding] {
        guard let words = situation.route.addressEntries.words else { return [] }
        let isOne = situation.route.addressEntries.count == 1
        return [
            Finding(
                .routeAddressEntries,
                .ok,
                subject: situation.observation.resolution.domain.ascii,
                message:
                    "\(isOne ? "an entry for an address keeps its" : "entries for addresses keep their") "
                    + "own route, which was not tried and which no change of the domain's entry touches: \(words)"
            )
        ]
    }
}
