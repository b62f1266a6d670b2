import ProbeModel
import Settings
import StateStore
import WebhookDelivery

/// Pings the heartbeat's URL, so that somebody elsewhere notices when no run comes.
struct HeartbeatPing: Sendable {
    private let heartbeat: Heartbeat
    private let sending: WebhookSending
    private let memory: RunMemory

    /// Reads the URL; `nil` where there is none, which is told where it should be.
    init?(_ settings: HeartbeatSettings?, sending: WebhookSending, memory: RunMemory) {
        guard let settings else { return nil }
        do {
            heartbeat = Heartbeat(url: try settings.url.read(environment: sending.environment))
        } catch {
            Console.warn("the heartbeat is not pinged: \(error.description)")
            return nil
        }
        self.sending = sending
        self.memory = memory
    }

    /// Tells that a run begins; what becomes of it matters to nobody here.
    func start() async {
        _ = await sending.send(heartbeat.request(.start), DeliveryOptions())
    }

    /// Tells how the run ended, and remembers how that went.
    ///
    /// - Parameters:
    ///   - severity: The worst that it found.
    ///   - summary: What it found, for a person.
    func end(_ severity: Severity, summary: String) async {
        let request = heartbeat.request(
            severity == .critical ? .fail : .success,
            summary: summary
        )
        let outcome =
            sending.hasTime ? await sending.send(request, DeliveryOptions()) : .abandoned
        let error = outcome.isDelivered ? nil : outcome.description
        let now = Timestamp.now
        _ = await memory.attempt { store throws(StateStoreError) in
            try store.recordHeartbeat(error: error, at: now)
        }
    }
}
