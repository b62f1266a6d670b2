package import AlertPolicy
import ProbeModel

/// Why a secret could not be read: where, what is wrong, and what to do.
package struct SecretReadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What can be wrong.
    package enum Fault: Hashable, Sendable {
        /// The system does not let us read the file; its words.
        case unreadable(String)
        /// No variable of this name.
        case notSet
        /// Nothing in it.
        case empty
        /// More bytes than a secret has.
        case tooLong
        /// Line breaks or other control characters, or bytes that are not UTF-8.
        case notText
    }

    /// Where it was to be read.
    package let place: SecretPlace
    /// What is wrong with it.
    package let fault: Fault

    /// One line without the secret.
    package var description: String {
        let place = SafeText.escape(placeName)
        switch fault {
        case .unreadable(let reason): return "cannot read the secret in \(place): \(reason)"
        case .notSet: return "\(place), which is to hold a secret, is not set"
        case .empty: return "the secret in \(place) is empty"
        case .tooLong:
            return "the secret in \(place) is longer than \(SecretReading.lengthLimit) bytes"
        case .notText:
            return "the secret in \(place) is not one line of text; it must be the secret alone"
        }
    }

    private var placeName: String {
        if case .literal = place { return "the configuration" }
        return place.description
    }
}
