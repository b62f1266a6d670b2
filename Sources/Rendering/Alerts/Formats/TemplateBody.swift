import AlertPolicy

/// A body from a template of the user's own; it sees what `data` of the JSON format holds.
struct TemplateBody: Sendable {
    let event: AlertEvent
    let template: MustacheTemplate

    init(_ event: AlertEvent, _ template: MustacheTemplate) {
        self.event = event
        self.template = template
    }

    func body() throws(MustacheError) -> AlertBody {
        let text = try template.render(AlertObject(event).data)
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
        let isJSON = first == "{" || first == "["
        return AlertBody(
            contentType: isJSON ? "application/json" : "text/plain; charset=utf-8",
            pieces: [.bytes(Array(text.utf8))]
        )
    }
}
