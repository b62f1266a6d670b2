import Settings
import WebhookDelivery

extension SecretSource {
    /// The secret itself.
    ///
    /// - Parameter environment: The variables of this process.
    /// - Returns: The secret, without the newline at the end of a file.
    /// - Throws: Why there is none.
    func read(environment: [String: String]) throws(SecretReadError) -> String {
        let place: SecretPlace =
            switch self {
            case .literal(let text): .literal(text)
            case .file(let path): .file(path)
            case .environment(let name): .environment(name)
            }
        return try SecretReading.read(place, environment: environment).text
    }
}
