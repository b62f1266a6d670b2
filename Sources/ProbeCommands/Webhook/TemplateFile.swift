import Glibc
import ProbeModel
import Rendering

/// Reads the Mustache file of a webhook.
enum TemplateFile {
    /// The template in a file.
    ///
    /// - Parameter path: The file.
    /// - Returns: The template.
    /// - Throws: Why there is none.
    static func read(_ path: String) throws(WebhookTarget.Fault) -> MustacheTemplate {
        let shown = SafeText.escape(path)
        // Not to hang on a FIFO without a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno)).lowercased()
            throw WebhookTarget.Fault(reason: "cannot read the template \(shown): \(reason)")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        // One more than there may be, to see that there is more; the template itself says so.
        while bytes.count <= MustacheTemplate.maximumSize {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                let reason = String(cString: strerror(errno)).lowercased()
                throw WebhookTarget.Fault(reason: "cannot read the template \(shown): \(reason)")
            }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw WebhookTarget.Fault(reason: "the template \(shown) is not UTF-8")
        }
        do {
            return try MustacheTemplate(text)
        } catch {
            throw WebhookTarget.Fault(reason: "the template \(shown) is wrong: \(error)")
        }
    }
}
