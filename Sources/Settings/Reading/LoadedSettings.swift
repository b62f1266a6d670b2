/// The settings in force, and the file that they come from.
package struct LoadedSettings: Hashable, Sendable {
    /// The settings.
    package let settings: Settings
    /// The file; `nil` when there is none and the defaults hold.
    package let path: String?

    /// Reads the configuration file that the option, the environment or the system names.
    package static func load(
        from location: SettingsLocation,
        readName: NameReader = .ascii
    ) -> Result<LoadedSettings, SettingsLoadError> {
        switch SettingsFile.read(location.path, limit: SettingsText.maximumSize) {
        case .failure(.missing) where !location.isRequired:
            return .success(LoadedSettings(settings: Settings(), path: nil))
        case .failure(.missing):
            return .failure(.unreadable(path: location.path, reason: "no such file"))
        case .failure(.unreadable(let reason)):
            return .failure(.unreadable(path: location.path, reason: reason))
        case .success(let bytes):
            return Settings.decode(bytes, readName: readName)
                .map { LoadedSettings(settings: $0, path: location.path) }
                .mapError { .invalid(path: location.path, $0) }
        }
    }
}
