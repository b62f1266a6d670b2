package import ProbeModel

/// A name that a person typed, in the form for the wire and the form for reading.
package struct InputName: Hashable, Sendable {
    /// The name in ASCII form (A-labels).
    package let name: DomainName

    /// The name with U-labels (RFC 5890 section 2.3.2.1), or `nil` when that is no different or not safe to show.
    ///
    /// Letters of different scripts look alike: print it beside ``name``, not in its place.
    package let display: String?

    /// Creates a name that nobody typed.
    package init(name: DomainName, display: String?) {
        self.name = name
        self.display = display
    }
}
