import Testing

/// What comes of a domain when the resolver has a fault.
struct ResolverRow: Sendable, CustomTestStringConvertible {
    let about: String
    /// The last number of the resolver's address.
    let number: Int
    var domain = "domain3.test"
    let verdict: String
    var dnssec = "insecure"
    var lookup = "found"
    /// How the message about the failure begins.
    var message: String?
    var extendedError: Int?
    var findings: [String] = []

    var server: String { "198.18.1.\(number)" }
    var run: NetworkCase { NetworkCase(names: [domain], options: ["--resolver", server]) }
    var testDescription: String { "\(about): \(domain)" }
}
