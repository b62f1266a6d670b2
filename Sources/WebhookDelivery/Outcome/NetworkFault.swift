/// Why no answer came.
package struct NetworkFault: Hashable, Sendable {
    /// The stable words for it.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The receiver's name has no address, or nobody could tell.
        case resolve
        /// The same for the proxy's name.
        case resolveProxy = "resolve-proxy"
        /// No address took the connection.
        case connect
        /// The proxy does not let us through.
        case proxy
        /// The connection broke after it had been made.
        case connectionLost = "connection-lost"
        /// The connection was closed without a byte in answer.
        case emptyReply = "empty-reply"
        /// What came is not HTTP, or breaks its rules.
        case notHTTP = "not-http"
        /// The header of the answer has no end within reason.
        case headerTooLarge = "header-too-large"
        /// This machine could not do its part: memory, descriptors, threads.
        case local
        /// Anything else; the reason has libcurl's number for it.
        case other
    }

    /// What kind of fault.
    package var code: Code
    /// What happened, in one line, without secrets.
    package var reason: String

    /// Creates a fault.
    package init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}
