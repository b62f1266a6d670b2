import AlertPolicy
import WebhookDelivery

extension SecretPlace {
    /// The secret itself.
    ///
    /// - Parameter environment: The variables of this process.
    /// - Returns: The secret, without the newline at the end of a file.
    /// - Throws: Why there is none.
    func read(environment: [String: String]) throws(SecretReadError) -> String {
        try SecretReading.read(self, environment: environment).text
    }
}
