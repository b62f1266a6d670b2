public import ProbeModel
import TransportMap

/// The lists of main.cf that give a domain its class (resolve.c of trivial-rewrite).
public struct AddressClasses: Sendable {
    /// `mydestination`.
    public let local: DomainMatchList
    /// `virtual_alias_domains`.
    public let virtualAlias: DomainMatchList
    /// `virtual_mailbox_domains`.
    public let virtualMailbox: DomainMatchList
    /// `relay_domains`.
    public let relay: DomainMatchList

    private let ownAddresses: Set<IPAddress>

    /// What became of looking for a domain's class.
    public enum Outcome: Hashable, Sendable {
        /// The class, and the item of a list that says so; `nil` for the default class and for an
        /// address of this machine's own.
        case known(AddressClass, item: String?)
        /// A list could not be asked; the parameter and the reason.
        case unknown(parameter: String, reason: String)
    }

    /// Reads the lists.
    ///
    /// - Parameters:
    ///   - parameters: The parameters of main.cf.
    ///   - access: Reads the tables and files that the lists name.
    ///   - ownAddresses: The addresses of this machine's interfaces.
    public init(
        parameters: MainParameters,
        access: TableAccess,
        ownAddresses: Set<IPAddress> = []
    ) {
        let dialect = parameters.dialect
        func list(_ name: String, _ style: DomainMatchList.Style) -> DomainMatchList {
            DomainMatchList(parameters.text(name), style: style, dialect: dialect, access: access)
        }
        let parents = parameters.parentStyle(of: "relay_domains", access: access)
        local = list("mydestination", .exact)
        virtualAlias = list("virtual_alias_domains", .exact)
        virtualMailbox = list("virtual_mailbox_domains", .exact)
        relay = list("relay_domains", parents)
        self.ownAddresses = parameters.listeningAddresses(of: ownAddresses)
    }

    /// The class of a domain, or of an address in brackets.
    public func outcome(for domain: String) -> Outcome {
        switch localMatch(domain) {
        case .listed(let item): return .known(.local, item: item.isEmpty ? nil : item)
        case .unknown(let reason): return .unknown(parameter: "mydestination", reason: reason)
        case .notListed: break
        }
        let lists: [(AddressClass, DomainMatchList, String)] = [
            (.virtualAlias, virtualAlias, "virtual_alias_domains"),
            (.virtualMailbox, virtualMailbox, "virtual_mailbox_domains"),
            (.relay, relay, "relay_domains"),
        ]
        for (found, list, parameter) in lists {
            switch list.match(domain) {
            case .listed(let item): return .known(found, item: item)
            case .unknown(let reason): return .unknown(parameter: parameter, reason: reason)
            case .notListed: continue
            }
        }
        return .known(.default, item: nil)
    }

    /// Whether mail for a domain stays here (`resolve_local`).
    private func localMatch(_ domain: String) -> DomainMatch {
        var name = domain
        if name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
        guard let last = name.utf8.last, last != UInt8(ascii: ".") else { return .notListed }
        let match = local.match(name)
        guard match == .notListed, let address = Self.address(in: name) else { return match }
        return ownAddresses.contains(address) ? .listed(by: "") : .notListed
    }

    /// The address in `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
    private static func address(in literal: String) -> IPAddress? {
        guard literal.hasPrefix("["), literal.hasSuffix("]") else { return nil }
        let inside = literal.dropFirst().dropLast()
        let tag = "ipv6:"
        let isTagged = inside.prefix(tag.count).lowercased() == tag
        let address = IPAddress(String(isTagged ? inside.dropFirst(tag.count) : inside))
        return isTagged == (address?.family == .ipv6) ? address : nil
    }
}
