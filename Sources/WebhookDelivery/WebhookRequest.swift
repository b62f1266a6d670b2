/// One HTTP request that tells an event.
package struct WebhookRequest: Hashable, Sendable {
    /// The URL, http or https; it may be a secret by itself.
    package var url: String
    /// The header fields beside those that every request has.
    package var headers: [Header]
    /// The body.
    package var body: [UInt8]

    /// Creates a request.
    package init(url: String, headers: [Header], body: [UInt8]) {
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// One header field.
    package struct Header: Hashable, Sendable {
        /// The name.
        package var name: String
        /// The value; neither may hold a line break.
        package var value: String

        /// Creates a field.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
