package import ProbeModel

/// The names as people write them (U-labels), for the domains and hosts that have such a form.
///
/// Whoever makes the table has checked that each form leads back to its ASCII name (RFC 5891
/// section 4.2); nothing is decoded here.
package struct DisplayNames: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    private let table: [DomainName: String]

    /// Creates a table.
    package init(_ table: [DomainName: String]) { self.table = table }

    /// Creates a table from pairs; the last of equal names wins.
    package init(dictionaryLiteral elements: (DomainName, String)...) {
        table = Dictionary(elements) { _, last in last }
    }

    /// The form that people write, safe to print; `nil` when it is not known or no different.
    func unicode(_ name: DomainName) -> String? {
        guard let form = table[name].map({ SafeText.escape($0) }), form != name.ascii else {
            return nil
        }
        return form
    }

    /// The same for a name as DNS sent it.
    func unicode(_ name: DNSName) -> String? { DomainName(name).flatMap { unicode($0) } }
}
