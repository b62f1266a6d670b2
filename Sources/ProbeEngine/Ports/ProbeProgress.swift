/// News of a probe under way.
package enum ProbeProgress: Hashable, Sendable {
    /// The SYN-ACK came.
    case connected
    /// SMTP spoke: the whole greeting is here.
    case greeted
}
