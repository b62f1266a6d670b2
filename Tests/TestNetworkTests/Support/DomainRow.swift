import Testing

/// What `diagnose` must say of a domain; what is left out is not looked at.
struct DomainRow: Sendable, CustomTestStringConvertible {
    var domain: String
    var verdict: String
    var status: Int
    var source = "mx"
    var dnssec: String?
    var mxLookup = "found"
    /// `PREFERENCE HOST [self] [behind]`.
    var hosts: [String]?
    /// `TYPE STATUS DNSSEC` of the lookups of the hosts' addresses.
    var lookups: [String]?
    /// `FAMILY PORT OUTCOME` on port 25.
    var outcomes: [String]?
    var findings: [String] = []
    /// A part of the sentence that gives the answer.
    var summary = ""
    var options: [String] = []

    var run: NetworkCase { NetworkCase(names: [domain], options: options) }
    var testDescription: String { ([domain] + options).joined(separator: " ") }

    static let bothReady = ["ipv4 25 ready", "ipv6 25 ready"]
    static let bothTimeout = ["ipv4 25 timeout", "ipv6 25 timeout"]
}
