/// Which ports are tried beside 25.
package struct PortSettings: Hashable, Sendable {
    /// The alternates in order of preference; never 25, each once, possibly none.
    package var alternates: [UInt16] = [2_525, 587, 465, 26]

    /// Creates the default settings.
    package init() {}
}
