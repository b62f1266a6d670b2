/// All mistakes of one configuration file, in its order; never empty.
package struct SettingsErrors: Error, Hashable, Sendable {
    /// The mistakes.
    package let all: [SettingsError]
}
