/// The version of the program, as `--version` and every report give it.
enum Version {
    /// The version, by the rules of semantic versioning.
    static let current = "0.1.0"
}
