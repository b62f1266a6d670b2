package import ProbeModel

/// Reads a domain name that a person wrote.
///
/// Names that are not ASCII need a library that this target does not link, so whoever wires the program hands in a
/// reader for them.
package struct NameReader: Sendable {
    /// Reads a name; the description of the error is shown to the person.
    package let read: @Sendable (String) throws -> DomainName

    /// Creates a reader.
    package init(_ read: @escaping @Sendable (String) throws -> DomainName) { self.read = read }

    /// Reads names in ASCII form only.
    package static let ascii = NameReader { text in
        switch DomainName.read(text) {
        case .success(let name): return name
        case .failure(let rule):
            throw OptionError("\(OptionError.quote(text)) is not a domain name: \(rule)")
        }
    }
}
