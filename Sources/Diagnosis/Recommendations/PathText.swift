import ProbeModel

/// Says what happens to port 25 and where.
enum PathText {
    /// One phrase for a report whose port 25 is in trouble, such as `port 25 is dropped at or just after hop 1, …`.
    static func stop(_ report: EgressReport) -> String {
        let family = report.family.label
        return "port \(Endpoint.smtpPort) \(manner(report)) over \(family)" + place(report)
    }

    /// What happens, as the end of a sentence that begins with the port.
    static func manner(_ report: EgressReport) -> String {
        guard report.verdict == .blocked else { return report.verdict.habit }
        switch report.method {
        case .drop: return "is dropped"
        case .reset: return "is reset"
        case .icmp: return "is refused by ICMP"
        case nil: return "is blocked"
        }
    }

    /// Where it happens, with a space before it; empty when unknown.
    static func place(_ report: EgressReport) -> String {
        guard let hop = report.blockedAt else { return "" }
        return " at or just after hop \(hop.distance)" + who(hop)
    }

    private static func who(_ hop: PathHop) -> String {
        switch (hop.name, hop.address) {
        case (let name?, let address?): return ", \(name) (\(address))"
        case (let name?, nil): return ", \(name)"
        case (nil, let address?): return ", \(address)"
        case (nil, nil): return ""
        }
    }
}
