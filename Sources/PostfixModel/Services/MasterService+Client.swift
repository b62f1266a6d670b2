extension MasterService {
    /// What a transport's program does with mail.
    public enum Client: Hashable, Sendable {
        /// Sends it by SMTP (smtp(8)).
        case smtp
        /// Sends it by LMTP.
        case lmtp
        /// Returns it, or keeps it where the service's name is `retry` (error(8)).
        case error
        /// Something that does not go to a network here: the program's name.
        case other(String)
    }

    /// What the service's program does with mail.
    public var client: Client {
        switch command.split(separator: "/").last.map(String.init) ?? command {
        case "smtp": .smtp
        case "lmtp": .lmtp
        case "error": .error
        case let program: .other(program)
        }
    }

    /// Whether the queue manager can hand mail to the service: it looks for a private local socket.
    public var isTransport: Bool { type == "unix" && isPrivate != false }
}
