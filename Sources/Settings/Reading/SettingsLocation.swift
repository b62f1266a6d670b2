/// Which configuration file is read.
package struct SettingsLocation: Hashable, Sendable {
    /// The environment variable that names the file.
    package static let variable = "MXPROBE_CONFIG"

    /// The file that is read, if it exists, when none is named.
    package static let systemPath = "/etc/mxprobe/mxprobe.yaml"

    /// The file.
    package let path: String

    /// Whether a file that does not exist is an error, because somebody named it.
    package let isRequired: Bool

    /// Chooses the file: that of `--config`, else that of `$MXPROBE_CONFIG` where not empty, else the system's.
    package init(
        option: String?,
        environment: [String: String],
        systemPath: String = SettingsLocation.systemPath
    ) {
        let named =
            option ?? environment[SettingsLocation.variable].flatMap { $0.isEmpty ? nil : $0 }
        path = named ?? systemPath
        isRequired = named != nil
    }
}
