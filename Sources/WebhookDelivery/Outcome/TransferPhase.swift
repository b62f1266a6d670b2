/// What a request was doing when its time was up.
package enum TransferPhase: String, Hashable, Sendable, CaseIterable {
    /// Finding the address of the host's name, or of the proxy's.
    case resolve
    /// Connecting, with the TLS handshake.
    case connect
    /// Sending, and waiting for the answer.
    case response
}

extension TransferPhase: CustomStringConvertible {
    /// What did not happen in time.
    package var description: String {
        switch self {
        case .resolve: return "the host's name was not found in time"
        case .connect: return "no connection in time"
        case .response: return "connected, and no answer in time"
        }
    }
}
