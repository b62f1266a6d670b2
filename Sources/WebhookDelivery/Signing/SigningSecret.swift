/// A key that signs webhooks, as Standard Webhooks 1.0.0 writes it: `whsec_` and the key in base 64.
package struct SigningSecret: Hashable, Sendable {
    /// What a secret begins with.
    private static let prefix = "whsec_"

    /// How many bytes the key has (Standard Webhooks 1.0.0, "Signature scheme").
    private static let sizes = 24...64

    let key: [UInt8]

    /// Reads a secret.
    ///
    /// - Throws: What is wrong with it, without showing it.
    package init(_ text: String) throws(Fault) {
        guard text.hasPrefix(SigningSecret.prefix),
            let key = Base64.decode(text.dropFirst(SigningSecret.prefix.count))
        else { throw .notASecret }
        guard SigningSecret.sizes.contains(key.count) else { throw .wrongSize(key.count) }
        self.key = key
    }

    /// Why a text is no secret.
    package enum Fault: Error, Hashable, CustomStringConvertible {
        /// Not `whsec_` and base 64.
        case notASecret
        /// A key that is too short or too long; its size in bytes.
        case wrongSize(Int)

        /// What is wrong and how to make a sound secret, in one line.
        package var description: String {
            let cure = "make one with: echo \"whsec_$(openssl rand -base64 32)\""
            switch self {
            case .notASecret:
                return "the signing secret is not 'whsec_' followed by base 64; \(cure)"
            case .wrongSize(let size):
                return
                    "the signing secret holds \(size) bytes, and 24 to 64 are allowed; \(cure)"
            }
        }
    }
}

extension SigningSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the secret.
    package var description: String { "(hidden)" }

    /// The same, for debuggers and for the descriptions of values that hold this one.
    package var debugDescription: String { description }

    /// The same, for `dump`.
    package var customMirror: Mirror { Mirror(reflecting: description) }
}
