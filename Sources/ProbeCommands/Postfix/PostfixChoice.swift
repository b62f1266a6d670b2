import PostfixSystem
import Settings

/// Finds this machine's Postfix for a command.
enum PostfixChoice {
    /// The Postfix that a command cannot do without.
    static func required(_ option: String?, _ settings: Settings) async throws -> PostfixHere {
        do {
            return try await PostfixHere.read(option ?? settings.postfix.configDirectory)
        } catch {
            throw CommandFailure.inputOutput(error.message)
        }
    }

    /// The Postfix of this machine, where there is one; one that cannot be read is told and gone without,
    /// unless somebody named it.
    static func optional(_ option: String?, _ settings: Settings) async throws -> PostfixHere? {
        if option != nil || settings.postfix.configDirectory != nil {
            return try await required(option, settings)
        }
        do {
            return try await PostfixHere.read(nil)
        } catch {
            if error.code != .notInstalled, error.code != .notConfigured {
                Console.warn("going on without Postfix's routes: \(error.message)")
            }
            return nil
        }
    }
}
