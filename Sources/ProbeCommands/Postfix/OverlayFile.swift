import PostfixSystem

/// The map that mxprobe owns.
enum OverlayFile {
    /// Its name in the directory of main.cf.
    static let name = "mxprobe_transport"

    /// Its path.
    static func path(_ installation: PostfixInstallation) -> String {
        "\(installation.configurationDirectory)/\(name)"
    }
}
