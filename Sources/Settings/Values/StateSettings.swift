/// Where observations are kept, and for how long.
package struct StateSettings: Hashable, Sendable {
    /// The database; `nil` for the usual place.
    package var path: String?
    /// How long observations are kept.
    package var retention: Duration = .seconds(90 * 86_400)

    /// Creates the default settings.
    package init() {}
}
