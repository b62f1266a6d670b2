package import ProbeModel

/// Something that answers DNS questions.
package protocol NameResolving: Sendable {
    /// Asks one question; returns within the resolver's own deadline, whatever happens.
    ///
    /// A failed lookup is an answer and never an error. Equal questions within a run are asked once. Cancelling
    /// the task ends the lookup with the status `interrupted`.
    func lookup(_ question: Question) async -> Lookup

    /// Whether the resolver was seen to strip DNSSEC signatures, as many home routers do.
    var stripsDNSSEC: Bool { get async }
}
