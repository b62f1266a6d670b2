package import ProbeModel

/// Whether answers are judged by DNSSEC, and if not, why.
package enum ValidationState: Hashable, Sendable {
    /// Switched off by the settings.
    case off
    /// The trust anchor's file cannot be read or holds no key.
    case noTrustAnchor(path: String)
    /// libunbound could not be set up, or this machine has no loopback interface.
    case noValidator
    /// No resolver has been asked yet, or none has answered.
    case undecided
    /// Answers are judged.
    case on
    /// The resolver leaves out the signatures.
    case stripped(server: String)
    /// The resolver cannot get the keys of the trust anchor.
    case noKeys(LookupFailure)
}
