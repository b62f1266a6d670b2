public import PostfixModel
public import ProbeModel

/// A Postfix on this machine, with one configuration of it, read once.
public struct PostfixInstallation: Sendable {
    /// The directory of `postconf`, `postmap` and the like.
    public let commandDirectory: String

    /// The directory of main.cf and master.cf.
    public let configurationDirectory: String

    /// Whether ``configurationDirectory`` was named, and not Postfix's own choice.
    public let isNamedDirectory: Bool

    /// The parameters of main.cf.
    public let parameters: MainParameters

    /// The services of master.cf; `nil` where they could not be read, see ``warnings``.
    public let services: [MasterService]?

    /// The types of table that this Postfix opens; `nil` where they could not be asked for.
    public let mapTypes: Set<String>?

    /// Which of several Postfixes on this machine it is.
    public let instance: PostfixInstance

    /// What Postfix's programs warned about, and what could not be read: lines safe to print.
    public let warnings: [String]

    /// The version; `nil` where it is not known.
    public var version: PostfixVersion? { parameters.version }

    /// Finds Postfix and reads its configuration.
    ///
    /// - Parameters:
    ///   - configurationDirectory: The directory of main.cf; Postfix's own choice where it is left out.
    ///   - directories: Where `postconf` is looked for.
    /// - Returns: The installation with all that could be read.
    /// - Throws: Why there is nothing to read, in one line.
    public static func find(
        configurationDirectory: String? = nil,
        directories: [String] = PostfixPlaces.standard
    ) async throws(PostfixError) -> PostfixInstallation {
        let postconf = try PostfixPlaces.postconf(in: directories)
        let directory = configurationDirectory.map { PostfixPlaces.absolute($0) }
        if let directory { try PostfixPlaces.check(configuration: directory) }
        let reader = PostconfReader(postconf: postconf, configurationDirectory: directory)
        let reading: Result<PostfixInstallation, PostfixError>
        do {
            reading = try await ProgramRunner.onThread(postconf) { cancellation in
                Result { () throws(PostfixError) in try reader.installation(unless: cancellation) }
            }
        } catch {
            throw error.postfixError
        }
        return try reading.get()
    }

    /// One of Postfix's programs, told to use this configuration.
    func program(
        _ command: PostfixCommand,
        _ arguments: [String],
        input: [UInt8] = []
    ) -> PostfixProgram {
        PostfixProgram(
            path(of: command),
            configurationOption + arguments,
            input: input
        )
    }

    /// The path of one of Postfix's programs.
    func path(of command: PostfixCommand) -> String {
        "\(commandDirectory)/\(command.rawValue)"
    }

    /// What tells a program of Postfix's which configuration to use; nothing where it is the program's own choice.
    var configurationOption: [String] { isNamedDirectory ? ["-c", configurationDirectory] : [] }
}
