import AlertPolicy
internal import Glibc
import ProbeModel

/// Files with secrets that others on this machine may read, or that are not there.
package enum SecretPermissions {
    /// What is wrong with the files that hold secrets, one line each; none where all is well.
    ///
    /// - Parameter loaded: The settings and their file, which counts where it holds a secret itself.
    /// - Returns: What is wrong, with the command that mends it.
    package static func warnings(_ loaded: LoadedSettings) -> [String] {
        let sources = secrets(of: loaded.settings)
        var files = sources.compactMap { source in
            if case .file(let path) = source { path } else { nil }
        }
        files += loaded.settings.webhooks.compactMap(\.clientKeyFile)
        let holdsLiteral = sources.contains { if case .literal = $0 { true } else { false } }
        if holdsLiteral, let path = loaded.path { files.insert(path, at: 0) }
        var seen: Set<String> = []
        return files.filter { seen.insert($0).inserted }.compactMap(warning)
    }

    /// The secrets of the settings; URLs of webhooks often hold a token.
    private static func secrets(of settings: Settings) -> [SecretPlace] {
        settings.webhooks.flatMap { [$0.url, $0.secret, $0.proxy].compactMap(\.self) }
            + [settings.heartbeat?.url].compactMap(\.self)
    }

    private static func warning(_ path: String) -> String? {
        let shown = SafeText.escape(path)
        var status = stat()
        guard stat(path, &status) == 0 else {
            return "\(shown): \(SettingsFile.reason(errno)); it should hold a secret"
        }
        let others = status.st_mode & (S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH)
        guard others & (S_IROTH | S_IWOTH | S_IWGRP) != 0 else { return nil }
        let who = others & (S_IROTH | S_IWOTH) != 0 ? "every user" : "its group"
        let what = others & (S_IWGRP | S_IWOTH) != 0 ? "written" : "read"
        return
            "\(shown) holds a secret and can be \(what) by \(who); mend that with: chmod 600 \(shown)"
    }
}
