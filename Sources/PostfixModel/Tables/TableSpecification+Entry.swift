import ProbeModel
import TransportMap

extension TableSpecification {
    /// What a domain's entry has to look like in the table, for whoever or whatever writes it, safe to print.
    public func entryText(_ domain: String, _ result: String) -> String {
        let domain = SafeText.escape(domain)
        let result = SafeText.escape(result)
        switch storage {
        case .patterns:
            // Such a table sees whole addresses only, and takes a dollar sign for the start of a name.
            let pattern = domain.split(separator: ".").joined(separator: "\\.")
            let value = result.split(separator: "$", omittingEmptySubsequences: false)
            return
                "/@\(pattern)$/  \(value.joined(separator: "$$")), above every pattern that matches too"
        case .mainFile where type == "inline": return "{ \(domain) = \(result) } inside the braces"
        case .external: return "the key \(domain) with the value \(result)"
        case .mainFile, .combination, .unknown, .text, .index: return "\(domain)  \(result)"
        }
    }
}
