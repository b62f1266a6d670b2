extension ProgramFailure {
    /// The failure as others are told of it.
    var postfixError: PostfixError { PostfixError(.programFailed, description) }
}
