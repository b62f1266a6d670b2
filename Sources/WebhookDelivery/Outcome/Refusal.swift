/// An answer that says no.
package struct Refusal: Hashable, Sendable {
    /// The HTTP status, 400 or above.
    package var status: Int
    /// When the receiver wants to be asked again; `nil` when it does not say so in a way that makes sense.
    package var retryAfter: RetryAfter?
    /// The beginning of the body: escaped, on one line, without secrets; may be empty.
    package var excerpt: String
}

extension Refusal: CustomStringConvertible {
    /// The status and the excerpt, in one line.
    package var description: String {
        excerpt.isEmpty ? "answered \(status)" : "answered \(status): \(excerpt)"
    }
}
