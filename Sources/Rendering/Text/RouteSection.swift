import ProbeModel

/// How Postfix here would deliver, where that is not by MX records.
struct RouteSection: Sendable {
    let route: Route
    let page: Page

    var lines: [StyledText] {
        let result = route.result ?? "unknown"
        switch route.source {
        case .mx: return []
        case .transport:
            let pattern = route.pattern.map { "\($0) " } ?? ""
            let entry = "transport entry \(pattern)\(page.options.signs.arrow) \(result)"
            return page.paragraph(page.text(entry), label: "Route")
        case .relayhost:
            return page.paragraph(page.text("relayhost \(result)"), label: "Route")
        }
    }
}
