import TransportMap

/// Where mail of a class goes without a transport entry, from main.cf alone (resolve.c).
struct ClassDefaults {
    /// The transport and nexthop; the transport is empty where main.cf is wrong.
    let delivery: Delivery

    /// The parameters that supplied them.
    let parameters: [String]

    /// Whether the nexthop stands in main.cf and does not come from the recipient.
    var suppliesNexthop: Bool { nexthopParameter != nil }

    /// The parameter that supplied the nexthop; `nil` where it is the recipient's domain.
    let nexthopParameter: String?

    init(_ addressClass: AddressClass, domain: String, parameters: MainParameters) {
        guard let name = Self.parameter(of: addressClass) else {
            let inTable = parameters.isOn("show_user_unknown_table_name") ?? true
            let text = "5.1.1 User unknown" + (inTable ? " in virtual alias table" : "")
            delivery = Delivery(transport: "error", nexthop: text)
            self.parameters = ["virtual_alias_domains"]
            nexthopParameter = "virtual_alias_domains"
            return
        }
        let (transport, ownNexthop) = Self.split(parameters.text(name))
        let relayhost = Self.isOffHost(addressClass) ? parameters.text("relayhost") : ""
        if !ownNexthop.isEmpty {
            delivery = Delivery(transport: transport, nexthop: ownNexthop)
            nexthopParameter = name
        } else if !relayhost.isEmpty {
            delivery = Delivery(transport: transport, nexthop: relayhost)
            nexthopParameter = "relayhost"
        } else {
            delivery = Delivery(transport: transport, nexthop: domain)
            nexthopParameter = nil
        }
        self.parameters = [name] + (nexthopParameter == "relayhost" ? ["relayhost"] : [])
    }

    /// The parameter with the transport of a class; the class of virtual aliases has none.
    static func parameter(of addressClass: AddressClass) -> String? {
        switch addressClass {
        case .local: "local_transport"
        case .virtualAlias: nil
        case .virtualMailbox: "virtual_transport"
        case .relay: "relay_transport"
        case .default: "default_transport"
        }
    }

    /// Whether mail of a class leaves the machine, so that `relayhost` counts.
    static func isOffHost(_ addressClass: AddressClass) -> Bool {
        addressClass == .relay || addressClass == .default
    }

    private static func split(_ text: String) -> (transport: String, nexthop: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return (text, "") }
        return (String(text[..<colon]), String(text[text.utf8.index(after: colon)...]))
    }
}
