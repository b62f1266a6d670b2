import ProbeModel

/// Words of firewall rules.
enum RuleText {
    /// The longest rule that is shown, in bytes: lists of addresses may run to kilobytes.
    private static let longest = 200

    /// Whether a port, a range of ports with a hyphen or colon, or a service's name means port 25.
    static func holds(_ word: String) -> Bool {
        if word == "smtp" { return true }
        let ends = word.split(separator: word.contains(":") ? ":" : "-").map { UInt16($0) }
        switch ends.count {
        case 1: return ends[0] == Endpoint.smtpPort
        case 2:
            guard let low = ends[0], let high = ends[1] else { return false }
            return low <= Endpoint.smtpPort && Endpoint.smtpPort <= high
        default: return false
        }
    }

    /// A text that is safe to print, cut off where it is too long.
    static func safe(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let shown = SafeText.escape(Array(bytes.prefix(longest)))
        return bytes.count > longest ? shown + "…" : shown
    }
}
