/// Which of several Postfixes on one machine a configuration is (postmulti(1)).
public struct PostfixInstance: Hashable, Sendable {
    /// Its name (`multi_instance_name`); empty for the only or the first one.
    public let name: String

    /// The group it is managed with (`multi_instance_group`); empty for none.
    public let group: String

    /// The configuration directories of the others (`multi_instance_directories`), which the first one lists.
    public let others: [String]
}

extension PostfixInstance: CustomStringConvertible {
    /// The name, or that there is none.
    public var description: String { name.isEmpty ? "the default instance" : "instance \(name)" }
}
