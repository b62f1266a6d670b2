public import ProbeModel
public import TransportMap

/// Says where Postfix would send mail, as trivial-rewrite(8) resolves an address.
///
/// First the class of the domain, which gives a transport and a nexthop; then `transport_maps`,
/// which may change either. Addresses with routing characters in front of a domain of this
/// machine's own (`user%domain@here`) are not taken apart.
public struct RouteResolver: Sendable {
    let parameters: MainParameters
    let services: MasterServices?
    let tables: [RouteTable]
    let classes: AddressClasses
    let settings: LookupSettings
    let diversions: [DiversionIndex]
    let reader: DeliveryReader
    let addressEntries: AddressEntryIndex

    /// Creates a resolver; the lists of domains are read once, here.
    ///
    /// - Parameters:
    ///   - parameters: The parameters of main.cf.
    ///   - services: The services of master.cf; `nil` where they are not known.
    ///   - tables: The tables of `transport_maps`, in order.
    ///   - access: Reads the tables and files that lists of domains name.
    ///   - ownAddresses: The addresses of this machine's interfaces.
    ///   - serviceLookup: Looks up the ports of service names that Postfix does not know by itself.
    public init(
        parameters: MainParameters,
        services: [MasterService]?,
        tables: [RouteTable],
        access: TableAccess,
        ownAddresses: Set<IPAddress> = [],
        serviceLookup: ServiceLookup = .none
    ) {
        self.parameters = parameters
        self.services = services.map(MasterServices.init)
        reader = DeliveryReader(
            parameters: parameters,
            services: self.services,
            serviceLookup: serviceLookup
        )
        self.tables = tables
        addressEntries = AddressEntryIndex(tables)
        diversions = tables.map { DiversionIndex($0.map) }
        classes = AddressClasses(
            parameters: parameters,
            access: access,
            ownAddresses: ownAddresses
        )
        let style = parameters.parentStyle(of: "transport_maps", access: access)
        settings = parameters.lookupSettings(parentDomainsMatch: style == .parent)
    }

    /// Decides for a recipient, or for any recipient of a domain.
    public func decide(_ subject: LookupSubject) -> RouteDecision {
        let domain = String(decoding: subject.completed(settings).domain, as: UTF8.self)
        switch classes.outcome(for: domain) {
        case .unknown(let parameter, let reason):
            return failure("\(parameter) could not be asked: \(reason)", nil)
        case .known(let addressClass, _):
            return decide(subject, domain: domain, addressClass)
        }
    }

    private func decide(
        _ subject: LookupSubject,
        domain: String,
        _ addressClass: AddressClass
    ) -> RouteDecision {
        let defaults = ClassDefaults(addressClass, domain: domain, parameters: parameters)
        guard !defaults.delivery.transport.isEmpty else {
            let name = defaults.parameters.first ?? ""
            return failure("\(name) names no transport", addressClass)
        }
        var match: LookupMatch?
        // Nothing overrides the bounce of a virtual alias that expands to nothing.
        if addressClass != .virtualAlias {
            switch search(for: subject, in: tables) {
            case .notFound: break
            case .found(let found): match = found
            case .failed(let failed):
                let name = tables[failed.table].specification.text
                return failure("\(name) could not be asked: \(failed.reason)", addressClass)
            }
        }
        return conclude(
            RouteGrounds(
                subject: subject,
                domain: domain,
                addressClass: addressClass,
                defaults: defaults,
                match: match
            )
        )
    }

    private func failure(_ reason: String, _ addressClass: AddressClass?) -> RouteDecision {
        RouteDecision(
            addressClass: addressClass,
            delivery: nil,
            route: Route(source: .mx, delivery: .unknown(SafeText.escape(reason)))
        )
    }

    /// Searches `transport_maps`.
    ///
    /// Tables of patterns see whole addresses only. For a domain they are asked for its
    /// postmaster, whom every domain has (RFC 5321 section 4.5.1).
    func search(for subject: LookupSubject, in tables: [RouteTable]) -> LookupOutcome {
        guard case .domain(let domain) = subject, tables.contains(where: \.holdsPatterns) else {
            return TransportSearch.run(
                for: subject,
                in: tables.map(\.lookup),
                settings: settings
            )
        }
        return TransportSearch.run(
            for: .address("postmaster@" + domain),
            in: tables.map(\.lookupForDomains),
            settings: settings
        )
    }
}

extension RouteTable {
    /// Whether the table is asked for whole addresses only.
    var holdsPatterns: Bool { lookup.matching == .patterns }

    /// The table, without what it says of single addresses.
    var lookupForDomains: LookupTable {
        guard !holdsPatterns else { return lookup }
        return LookupTable(name: lookup.name, matching: lookup.matching) { [lookup] key in
            key.contains(UInt8(ascii: "@")) ? .absent : lookup.answer(for: key)
        }
    }
}
