/// A program of Postfix's in its command directory.
enum PostfixCommand: String, Sendable {
    /// Starts, stops and reloads the mail system (postfix(1)).
    case postfix
    /// Reads and edits the configuration (postconf(1)).
    case postconf
    /// Builds and asks tables (postmap(1)).
    case postmap
    /// Lists and flushes the queue (postqueue(1)).
    case postqueue
}
