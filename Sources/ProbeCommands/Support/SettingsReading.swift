import InternationalNames
import ProbeModel
import Settings

/// Reads the configuration for a command.
enum SettingsReading {
    /// The settings of the file that `--config`, the environment or the system names.
    static func load(_ options: SharedOptions) throws -> Settings {
        try loadFile(options.config).settings
    }

    /// The settings, and the file that they come from.
    static func loadFile(_ option: String?) throws -> LoadedSettings {
        let location = SettingsLocation(option: option, environment: Environment.all)
        switch LoadedSettings.load(from: location, readName: names) {
        case .success(let loaded): return loaded
        case .failure(let error): throw CommandFailure.configuration(error.lines)
        }
    }

    /// A domain that somebody typed, in any script.
    static func domain(_ text: String) throws -> DomainName {
        switch DomainNameReader.read(text) {
        case .success(let name): return name.name
        case .failure(let mistake):
            throw CommandFailure.usage(mistake.description, hint: mistake.hint)
        }
    }

    /// What is wrong with the files that hold secrets, one line each.
    static func warnings(_ loaded: LoadedSettings) -> [String] {
        SecretPermissions.warnings(loaded)
    }

    /// Reads names with U-labels, too.
    static let names = NameReader { text in try DomainNameReader.read(text).get().name }
}
