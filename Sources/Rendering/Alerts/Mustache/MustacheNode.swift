/// A piece of a template that was read.
indirect enum MustacheNode: Hashable, Sendable {
    /// Text that stays as it is.
    case text(String)
    /// A value.
    case variable([String], Escaping)
    /// What is shown for each element of a list, or once for a value that is something.
    case section([String], [MustacheNode])
    /// What is shown where a value is nothing.
    case inverted([String], [MustacheNode])

    /// How a value is written.
    enum Escaping: Hashable, Sendable {
        /// For HTML, as Mustache does by default.
        case html
        /// Not at all.
        case none
    }
}
