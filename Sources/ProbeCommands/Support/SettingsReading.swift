import InternationalNames
import ProbeModel
import Settings

/// Reads the configuration for a command.
enum SettingsReading {
    /// The settings of the file that `--config`, the environment or the system names.
    static func load(_ options: SharedOptions) throws -> Settings {
        let location = SettingsLocation(option: options.config, environment: Environment.all)
        switch LoadedSettings.load(from: location, readName: names) {
        case .success(let loaded): return loaded.settings
        case .failure(let error): throw CommandFailure.configuration(error.lines)
        }
    }

    /// Reads names with U-labels, too.
    static let names = NameReader { text in try DomainNameReader.read(text).get().name }
}
