import TransportMap

/// What a route follows from.
struct RouteGrounds {
    let subject: LookupSubject
    /// The recipient's domain, as Postfix completes it.
    let domain: String
    let addressClass: AddressClass
    let defaults: ClassDefaults
    let match: LookupMatch?

    /// What the entry asks for; no change where there is none.
    var meaning: TransportResult.Meaning { match?.result.meaning ?? .noChange }

    /// The transport and nexthop that come of it.
    var delivery: Delivery {
        guard let match else { return defaults.delivery }
        return defaults.delivery.changed(by: match.result, recipientDomain: domain)
    }

    /// The parameters that still count beside the entry.
    var parameters: [String] {
        switch meaning {
        case .noChange: defaults.parameters
        case .nexthopOnly: Array(defaults.parameters.prefix(1))
        case .transportOnly, .transportAndNexthop, .bounce, .deferral: []
        }
    }

    /// Whether the transport comes from main.cf.
    var usesDefaultTransport: Bool { meaning == .noChange || isNexthopOnly }

    private var isNexthopOnly: Bool { meaning == .nexthopOnly }
}
