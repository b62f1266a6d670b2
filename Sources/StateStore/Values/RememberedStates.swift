package import AlertPolicy

/// The states of subjects, as far as they could be read.
package struct RememberedStates: Hashable, Sendable {
    /// The states.
    package var states: [Subject: SubjectState] = [:]

    /// The keys of subjects whose state is there and cannot be read; they start anew with the next commit.
    package var unreadable: [String] = []

    /// Creates states of nothing.
    package init() {}
}
