import CLinuxSockets
import Glibc
import ProbeModel
import Sockets

/// What no command can do without: a few descriptors, and a set of them that epoll(7) watches.
///
/// Swift's runtime ends the process, with a trace of the stack, where it finds none.
enum LeastRoom {
    /// How many descriptors any command needs besides those that are open when it starts.
    private static let descriptors = 16

    /// Makes sure that this machine has so much to give.
    ///
    /// - Throws: ``CommandFailure`` where it has not.
    static func require() throws {
        _ = DescriptorRoom.raiseLimit()
        var opened: [Int32] = []
        defer { for descriptor in opened { close(descriptor) } }
        let watcher = try take(epoll_create1(Int32(EPOLL_CLOEXEC)), of: "epoll_create1")
        opened.append(watcher)
        while opened.count < descriptors {
            let descriptor = try take(eventfd(0, Int32(EFD_CLOEXEC)), of: "eventfd")
            opened.append(descriptor)
        }
        var event = epoll_event()
        _ = try take(epoll_ctl(watcher, EPOLL_CTL_ADD, opened[1], &event), of: "epoll_ctl")
    }

    private static func take(_ result: Int32, of call: String) throws -> Int32 {
        guard result < 0 else { return result }
        let reason = ShortageNotice.reason(SystemError(call: call, errno: errno))
        throw CommandFailure.inputOutput("cannot have \(descriptors) files open: \(reason)")
    }
}
