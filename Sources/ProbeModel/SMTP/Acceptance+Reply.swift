extension Acceptance {
    /// The command that a reply answers.
    public enum Command: String, Hashable, Sendable, CaseIterable {
        /// `MAIL`, with the null sender.
        case mail
        /// `RCPT`.
        case recipient
    }

    /// Judges a reply of the acceptance check.
    ///
    /// A positive reply to MAIL only lets RCPT follow, so it judges nothing yet. A relay that is
    /// denied without a word about logging in is ``refused``: a login might help or not.
    public init(_ reply: Reply, to command: Command) {
        switch reply.code.severity {
        case .success: self = command == .recipient ? .accepted : .notTested
        case .transientFailure: self = .deferred
        case .permanentFailure: self = LoginDemand.isMade(by: reply) ? .loginRequired : .refused
        case .intermediate: self = .notTested
        }
    }
}
