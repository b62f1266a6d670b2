/// A user of this machine by numbers.
package struct SystemUser: Hashable, Sendable {
    /// The user's number.
    package let uid: UInt32

    /// The number of the user's own group.
    package let gid: UInt32

    /// Creates a user from its numbers.
    package init(uid: UInt32, gid: UInt32) {
        self.uid = uid
        self.gid = gid
    }
}
