/// Which Postfix this machine runs.
package struct PostfixSettings: Hashable, Sendable {
    /// The directory with main.cf; `nil` for Postfix's own default.
    package var configDirectory: String?

    /// Creates the default settings.
    package init() {}
}
