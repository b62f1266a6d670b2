import ProbeModel

/// How Postfix here would deliver, where that is not by MX records: what decides, and where it stands.
struct RouteSection: Sendable {
    let route: Route
    let page: Page

    var lines: [StyledText] {
        guard let words else { return [] }
        return page.paragraph(page.text(page.shortened(words + diversion)), label: "Route")
    }

    private var words: String? {
        let result = route.result ?? "unknown"
        switch route.source {
        case .mx:
            guard case .unknown(let reason) = route.delivery else { return nil }
            return "not known: \(reason)"
        case .transport:
            let pattern =
                route.isMatchedByPattern
                ? "by a pattern, " : route.pattern.map { "\($0) " } ?? ""
            guard let place = route.place else {
                return "transport entry \(pattern)\(page.options.signs.arrow) \(result)"
            }
            // Without a pattern, a setting of main.cf decides.
            let source = route.pattern == nil ? "transport" : "transport map"
            return "\(source) \(RouteSection.words(place)): \(pattern)\(result)"
        case .relayhost:
            return "relayhost \(relayhost ?? result)"
                + (route.place.map { " (\(RouteSection.words($0)))" } ?? "")
        }
    }

    /// The relayhost, where the result is that of an entry which leaves it to decide.
    private var relayhost: String? {
        guard route.pattern != nil, case .smtp(_, let nexthops) = route.delivery else { return nil }
        return nexthops.map(\.text).joined(separator: ", ")
    }

    private var diversion: String {
        guard let diversion = route.diversion else { return "" }
        let change = diversion.isIntact ? "" : ", and changed by hand since"
        guard let original = diversion.original else {
            return "; diverted by mxprobe, with no entry before\(change)"
        }
        return "; diverted by mxprobe from \(original)\(change)"
    }

    private static func words(_ place: FilePlace) -> String {
        place.file + (place.line.map { " line \($0)" } ?? "")
    }
}
