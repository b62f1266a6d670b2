/// How much goes on at once.
package struct SenderLimits: Hashable, Sendable {
    /// Connections in all: more than a configuration has webhooks in practice, and few descriptors.
    package var connections = 64
    /// Connections to one scheme, host and port: what browsers allow themselves, so no service objects.
    package var connectionsPerOrigin = 6
    /// How long the body of an answer is waited for once its status is known.
    ///
    /// The status has said all; the body only explains it, and frees the connection for the next request.
    package var bodyPatience = Duration.seconds(3)

    /// Creates the default limits.
    package init() {}
}
