internal import Glibc

/// Where the state database lies.
package struct StateLocation: Hashable, Sendable {
    /// The variable in which systemd names the unit's state directories (systemd.exec(5)).
    package static let systemdVariable = "STATE_DIRECTORY"

    /// The directory of a whole machine's state (file-hierarchy(7)).
    package static let systemDirectory = "/var/lib/mxprobe"

    /// The name of the database in a directory that nobody named a file in.
    package static let fileName = "state.db"

    /// The database.
    package let path: String

    /// How many directories above the file may be made where they are missing.
    ///
    /// A person's own state directory may lack `~/.local/state`; of a path that somebody wrote, a misspelt
    /// part must not become a tree of directories.
    let madeDirectories: Int

    /// Chooses the database: the named file, else one in systemd's directory, the machine's, or the user's own.
    ///
    /// The machine's is taken by root, and by anybody who may write there; the user's own is
    /// `$XDG_STATE_HOME/mxprobe`, else `~/.local/state/mxprobe` (XDG Base Directory Specification). `nil` when
    /// nothing says where the user's own is.
    ///
    /// - Parameters:
    ///   - file: The file of `--state`, else that of the configuration.
    ///   - environment: The variables of this process.
    ///   - systemDirectory: The machine's directory.
    ///   - user: The user that this process acts as.
    package init?(
        file: String?,
        environment: [String: String],
        systemDirectory: String = StateLocation.systemDirectory,
        user: UInt32 = geteuid()
    ) {
        if let file, !file.isEmpty {
            path = file
            madeDirectories = 1
        } else if let directory = Self.systemdDirectory(environment) {
            path = directory + "/" + Self.fileName
            madeDirectories = 1
        } else if user == 0 || access(systemDirectory, W_OK | X_OK) == 0 {
            path = systemDirectory + "/" + Self.fileName
            madeDirectories = 1
        } else if let home = Self.absolute(environment["XDG_STATE_HOME"]) {
            path = home + "/mxprobe/" + Self.fileName
            madeDirectories = 2
        } else if let home = Self.absolute(environment["HOME"]) {
            path = home + "/.local/state/mxprobe/" + Self.fileName
            madeDirectories = 3
        } else {
            return nil
        }
    }

    /// The first of the colon-separated directories, where it is a path from the root.
    private static func systemdDirectory(_ environment: [String: String]) -> String? {
        absolute(environment[systemdVariable]?.split(separator: ":").first.map(String.init))
    }

    /// A variable's value where it is a path from the root; the specification says to ignore others.
    private static func absolute(_ text: String?) -> String? {
        guard let text, text.hasPrefix("/") else { return nil }
        return text
    }
}
