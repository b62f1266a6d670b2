import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// Runs of `check` on the backup MX by a clock that the test sets, and a receiver of alerts far away from it.
final class ClockedRuns {
    static let minute: Int64 = 60
    static let hour: Int64 = 3_600
    static let day: Int64 = 86_400

    /// An address of the machine that the receiver runs on.
    private static let address = "198.18.3.2"

    private let network = PostfixNetwork.shared
    private let folder: TemporaryFolder
    private let options: [String]
    private var configuration = ""
    let receiver: Receiver

    /// What the next run takes for the time, in seconds since 1970 (UTC): certificates are valid from today on.
    var time: Int64

    /// Starts the receiver; the options are those of each check beside what every run has.
    init(_ options: String...) throws {
        folder = try TemporaryFolder()
        time = Int64(Glibc.time(nil))
        self.options = options
        let network = network.network
        receiver = try Receiver(address: Self.address) { network.command($0, on: "world") }
    }

    /// Adds to the configuration what these runs are about.
    func configure(_ text: String) throws {
        configuration = try folder.write(
            "mxprobe.yaml",
            NetworkCase.configuration(ehloName: "backup.domain1.test") + text
        )
        guard chmod(configuration, 0o600) == 0 else { throw SystemFailure("chmod") }
    }

    /// Puts the network into a state and checks, some minutes after the last time.
    @discardableResult
    func check(_ scenario: String, after minutes: Int64 = 5) throws -> Transcript {
        try network.enter(scenario)
        time += minutes * Self.minute
        let anchor = ["--trust-anchor", "\(network.network.folder)/trust-anchor.key"]
        return try run(["check"] + options + anchor)
    }

    /// Another command on the same state, at the time of the last check.
    func run(_ arguments: [String]) throws -> Transcript {
        let settings = ["env", "MXPROBE_CONFIG=\(configuration)"]
        let command = [BuiltProgram.clocked, String(time)] + arguments
        let state = ["--state", folder.path + "/state.db"]
        let transcript = try network.network.onBackup(settings + command + state).transcript()
        #expect(!transcript.isOverdue)
        return transcript
    }

    /// What the runs found, for a test that fails.
    var history: String { (try? run(["history"]).output) ?? "" }

    /// The requests that a webhook's receiver has had, in the order in which they came.
    func told(_ webhook: String) throws -> [ToldAlert] {
        try receiver.requests(with: "/\(webhook)").map { try ToldAlert($0) }
    }
}

/// An alert in the format `json`, as a receiver sees it.
struct ToldAlert {
    let id: String
    /// When it was sent by the sender's clock, in seconds since 1970 (UTC).
    let time: Int64
    /// The kind of event, what it is about, and how that is now.
    let text: String

    init(_ request: ReceivedRequest) throws {
        id = try #require(request.values(of: "webhook-id").first)
        time = try #require(request.values(of: "webhook-timestamp").first.flatMap { Int64($0) })
        let body = try JSONSerialization.jsonObject(with: request.body) as? [String: Any]
        let type = try #require(body?["type"] as? String)
        let data = try #require(body?["data"] as? [String: Any])
        let subject = try #require(data["alert"] as? String)
        let new = try #require(data["new_state"] as? [String: Any])
        let verdict = try #require(new["verdict"] as? String)
        let isFlapping = data["flapping"] as? Bool == true
        text = "\(type) \(subject) \(verdict)" + (isFlapping ? " flapping" : "")
    }
}

extension Sequence<ToldAlert> {
    /// The ids, of attempts one after the other for the same alert only the first.
    var ids: [String] {
        reduce(into: []) { ids, alert in if ids.last != alert.id { ids.append(alert.id) } }
    }
}
