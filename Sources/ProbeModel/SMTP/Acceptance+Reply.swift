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
    /// denied without a word about logging in is ``refused``: a login might help or not. Where the
    /// server offers AUTH as well, as submission services do and mail exchangers do not, a refusal by
    /// policy (X.7.z, RFC 3463 section 3.8) is its way of asking for the login.
    ///
    /// - Parameters:
    ///   - reply: The reply.
    ///   - command: The command that it answers.
    ///   - offersLogin: Whether EHLO offered AUTH (RFC 4954).
    public init(_ reply: Reply, to command: Command, offersLogin: Bool = false) {
        switch reply.code.severity {
        case .success: self = command == .recipient ? .accepted : .notTested
        case .transientFailure: self = .deferred
        case .permanentFailure:
            let isPolicy = offersLogin && reply.enhancedCode?.subject == 7
            self = isPolicy || LoginDemand.isMade(by: reply) ? .loginRequired : .refused
        case .intermediate: self = .notTested
        }
    }
}
