/// One HTTP request that tells an event.
///
/// Printing it shows neither the URL's secrets nor the headers and the body.
package struct WebhookRequest: Hashable, Sendable {
    /// How the request is made.
    package enum Method: String, Hashable, Sendable {
        /// Without a body.
        case get = "GET"
        /// With the body, which may be empty.
        case post = "POST"
    }

    /// How the request is made; a GET leaves the body out.
    package var method: Method
    /// The URL, http or https; it may be a secret by itself.
    package var url: String
    /// The header fields beside those that every request has.
    package var headers: [Header]
    /// The body.
    package var body: [UInt8]

    /// Creates a request.
    package init(url: String, method: Method = .post, headers: [Header], body: [UInt8]) {
        self.method = method
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

extension WebhookRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The method, where it goes and how much, without secrets.
    package var description: String {
        let origin = WebAddress(url)?.origin ?? "(not a web address)"
        return "\(method.rawValue) \(origin), \(body.count) bytes"
    }

    /// The same, for debuggers and for the descriptions of values that hold this one.
    package var debugDescription: String { description }

    /// The same, for `dump`.
    package var customMirror: Mirror { Mirror(reflecting: description) }
}
