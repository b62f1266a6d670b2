/// The version of a Postfix, as `mail_version` gives it.
public struct PostfixVersion: Hashable, Sendable, LosslessStringConvertible {
    /// The first number.
    public let major: Int
    /// The second number.
    public let minor: Int

    /// The version from which a transport entry may list several nexthops (transport(5)).
    public static let listsNexthops = PostfixVersion(major: 3, minor: 5)

    /// Creates a version.
    public init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `3.7.11`, `3.12-20260821` and the like; `nil` when it does not begin with two numbers.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, let major = Int(parts[0]),
            let minor = Int(parts[1].prefix { $0.isASCII && $0.isNumber }),
            major >= 0
        else { return nil }
        self.init(major: major, minor: minor)
    }

    /// The two numbers.
    public var description: String { "\(major).\(minor)" }
}

extension PostfixVersion: Comparable {
    /// Orders by the first number, then the second.
    public static func < (left: PostfixVersion, right: PostfixVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
