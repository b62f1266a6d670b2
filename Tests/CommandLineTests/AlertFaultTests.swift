import Foundation
import ProcessTestSupport
import TestSupport
import Testing

/// System calls that fail where alerts are remembered and delivered: none is lost, and none is told under two ids.
@Suite(
    .disabled(if: Sanitizer.isAtWork, "a sanitizer makes calls of its own"),
    .enabled(if: SystemFault.obstacle == nil, SystemFault.obstacle)
)
struct AlertFaultTests {
    /// Faults of the state database.
    static let ofState = [
        SystemFault("pwrite64", "ENOSPC"), SystemFault("pwrite64", "ENOSPC", "1"),
        SystemFault("pwrite64", "EIO", "3"), SystemFault("pwrite64", "EIO", "7"),
        SystemFault("pwrite64", "EINTR", "1+2"), SystemFault("fdatasync", "EIO", "1"),
        SystemFault("fdatasync", "EIO"), SystemFault("pread64", "EIO", "3"),
        SystemFault("pread64", "EIO"), SystemFault("openat", "EMFILE", "1"),
        SystemFault("openat", "EMFILE", "2+2"), SystemFault("openat", "ENFILE"),
        SystemFault("mmap", "ENOMEM"), SystemFault("ftruncate", "EIO"),
        SystemFault("fcntl", "EIO"),
    ]

    /// Faults of the delivery.
    static let ofDelivery = [
        SystemFault("socket", "EMFILE"), SystemFault("connect", "ENOMEM"),
        SystemFault("sendto", "ENOBUFS"), SystemFault("poll", "EINTR", "1..4"),
        SystemFault("poll", "ENOMEM"), SystemFault("recvfrom", "EIO"),
        SystemFault("recvfrom", "EINTR", "1+2"), SystemFault("sendto", "EINTR", "1+2"),
    ]

    /// The first run that finds a domain down.
    @Test(arguments: ofState)
    func noAlertIsLost(_ fault: SystemFault) throws {
        let story = try AlertStory(checkingWith: fault)
        #expect(story.faulty.status == 2, "the domain is judged all the same")
        #expect(story.faulty.output.hasPrefix("CRITICAL: "))
        #expect(story.faulty.errors.filter { $0 == "\n" }.count <= 3, "\(story.faulty.errors)")
        try expectOneAlert(story)
    }

    /// The delivery of an alert that waits.
    @Test(arguments: ofState)
    func noAlertIsLostByFlushing(_ fault: SystemFault) throws {
        let story = try AlertStory(flushingWith: fault)
        #expect(story.faulty.errors.filter { $0 == "\n" }.count <= 2, "\(story.faulty.errors)")
        try expectOneAlert(story)
    }

    @Test(arguments: ofDelivery)
    func noAlertIsLostOnItsWay(_ fault: SystemFault) throws {
        let story = try AlertStory(flushingWith: fault, isOfState: false)
        try expectOneAlert(story)
    }

    private func expectOneAlert(_ story: AlertStory) throws {
        // What was sent and could not be noted is sent again under the same id, by which receivers tell.
        #expect(try Set(story.alerts).count == 1, "\(story.faulty)")
        #expect(try story.alerts.count <= 2, "\(story.faulty)")
    }
}

/// A run or a delivery that a fault befalls, and a run and a delivery without.
private struct AlertStory {
    let faulty: Transcript
    private let path = "/status/204/faults-\(UUID().uuidString)"

    /// A first run that finds a domain down.
    init(checkingWith fault: SystemFault) throws {
        let runs = try AlertStory.runsWithHistory()
        try AlertStory.configure(runs, path)
        faulty = try AlertStory.befall(
            runs,
            fault,
            ["check", "down.test"] + AbsentDomains.options()
        )
        #expect(try runs.check("down.test").errors.isEmpty)
        _ = try runs.run(["webhook", "flush", "--state", runs.state])
    }

    /// The delivery of what a run could not deliver.
    init(flushingWith fault: SystemFault, isOfState: Bool = true) throws {
        let runs = try AlertStory.runsWithHistory()
        try runs.configure(AlertStory.configuration("http://127.0.0.1:1/closed"))
        #expect(try runs.check("down.test").status == 2)
        try AlertStory.configure(runs, path)
        faulty = try AlertStory.befall(runs, fault, ["webhook", "flush"], isOfState: isOfState)
        let rest = try runs.run(["webhook", "flush", "--state", runs.state])
        #expect(rest.output.hasSuffix("nothing waits\n"), "\(rest.output)\(rest.errors)")
    }

    /// The ids of the alerts that were received, as often as they were.
    var alerts: [String] {
        get throws {
            try Receiver.shared.get().requests(with: path).flatMap { $0.values(of: "webhook-id") }
        }
    }

    private static func runsWithHistory() throws -> CheckRuns {
        let runs = try CheckRuns()
        #expect(try runs.check("before.test").errors.isEmpty)
        return runs
    }

    private static func configure(_ runs: CheckRuns, _ path: String) throws {
        try runs.configure(configuration(Receiver.shared.get().url("http", path)))
    }

    private static func configuration(_ url: String) -> String {
        """
        alert: {after_failures: 1}
        webhooks: [{name: ops, format: json, url: "\(url)", events: [domain.down]}]

        """
    }

    private static func befall(
        _ runs: CheckRuns,
        _ fault: SystemFault,
        _ command: [String],
        isOfState: Bool = true
    ) throws -> Transcript {
        let files = [runs.state, runs.state + "-wal", runs.state + "-shm"]
        let arguments = command + ["--state", runs.state]
        return try fault.befall(runs, arguments, paths: isOfState ? files : []).orderlyEnd()
    }
}
