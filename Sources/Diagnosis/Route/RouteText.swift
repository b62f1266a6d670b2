import ProbeModel

/// Puts a route into words for sentences; everything from files is made safe to print.
enum RouteText {
    /// The entry that decides and where it stands, such as `the transport entry domain1.com smtp:… (FILE line 3)`.
    static func entry(_ route: Route) -> String {
        let result = route.result.map { " \(SafeText.escape($0))" } ?? ""
        let place = place(route).map { " (\($0))" } ?? ""
        switch route.source {
        case .mx: return "Postfix's own choice" + place
        case .transport:
            // Without a pattern, a setting of main.cf decides.
            guard let pattern = route.pattern else { return "the transport\(result)\(place)" }
            if route.isMatchedByPattern {
                return "the transport pattern that gives\(result)\(place)"
            }
            return "the transport entry \(SafeText.escape(pattern))\(result)\(place)"
        case .relayhost: return "the relayhost\(relayhost(route) ?? result)\(place)"
        }
    }

    /// The relayhost, where the result is that of an entry which leaves it to decide.
    private static func relayhost(_ route: Route) -> String? {
        guard route.pattern != nil, case .smtp(_, let hops) = route.delivery else { return nil }
        return " " + hops.map { SafeText.escape($0.text) }.joined(separator: ", ")
    }

    /// What mail is returned or kept with, where the entry does not say it; empty elsewhere.
    static func cause(_ route: Route) -> String {
        switch route.delivery {
        case .returned(let text), .deferred(let text):
            return text.isEmpty || route.result?.contains(text) == true
                ? "" : ": \(SafeText.escape(text))"
        case .mx, .smtp, .other, .unknown: return ""
        }
    }

    /// The file and the line; `nil` where the entry is no line of a file.
    static func place(_ route: Route) -> String? {
        route.place.map { place in
            SafeText.escape(place.file) + (place.line.map { " line \($0)" } ?? "")
        }
    }

    /// The nexthop as the entry has it.
    static func nexthop(_ hop: NexthopObservation) -> String { SafeText.escape(hop.nexthop.text) }

    /// An endpoint in words, such as `port 2525 of mail.domain1.com`.
    static func endpoint(_ probe: ProbeObservation, of hop: NexthopObservation) -> String {
        "port \(probe.endpoint.port) of \(hop.hostText(of: probe.endpoint.address))"
    }
}
