import CUnbound
import Glibc
import ProbeModel

/// libunbound, which judges answers by DNSSEC and follows aliases; it asks the ``LoopbackFront``
/// only.
///
/// libunbound works on a thread of its own. Everything here belongs to the one thread that calls
/// ``process()``.
final class Validator {
    /// What libunbound made of a question.
    struct Verdict {
        /// Whether the chain to a trust anchor holds.
        let isSecure: Bool
        /// Whether it is broken.
        let isBogus: Bool
        /// Why it is broken, as libunbound words it.
        let reason: [UInt8]
        /// The answer; `nil` when libunbound got none, or none that can be read.
        let message: DNSMessage?
    }

    typealias Completion = (Verdict) -> Void

    /// A question under way.
    ///
    /// libunbound holds a pointer to it; ``pending`` keeps it alive.
    private final class Pending {
        var async: Int32 = 0
        var completion: Completion
        unowned let owner: Validator

        init(owner: Validator, completion: @escaping Completion) {
            self.owner = owner
            self.completion = completion
        }
    }

    /// Names a question under way.
    struct Ticket: Hashable {
        fileprivate let async: Int32
    }

    /// The descriptor that becomes readable when ``process()`` has work.
    let descriptor: Int32

    private let context: OpaquePointer
    private var pending: [Int32: Pending] = [:]
    private var finished: [(completion: Completion, verdict: Verdict)] = []

    /// Sets libunbound up to ask the ``LoopbackFront`` at a port; `nil` when it refuses.
    init?(port: UInt16, anchors: TrustAnchors) {
        guard let context = ub_ctx_create() else { return nil }
        self.context = context
        descriptor = ub_fd(context)
        let isSetUp =
            ub_ctx_debugout(context, nil) == 0
            && ub_ctx_async(context, 1) == 0
            && Validator.options.allSatisfy { ub_ctx_set_option(context, $0.0, $0.1) == 0 }
            && ub_ctx_set_fwd(context, "127.0.0.1@\(port)") == 0
            && anchors.records.allSatisfy { ub_ctx_add_ta(context, $0) == 0 }
            // This ends the setting up: nothing can be changed behind it. It also reads the
            // anchors.
            && Validator.localZones.allSatisfy { ub_ctx_zone_remove(context, $0) == 0 }
        // Every property has its value by now, so that the context is deleted with this object.
        guard isSetUp, descriptor >= 0 else { return nil }
    }

    deinit { ub_ctx_delete(context) }

    /// Asks for an answer and its verdict.
    ///
    /// - Returns: What ``cancel(_:)`` takes, or `nil` when libunbound refuses; then nobody is
    ///   called back.
    func judge(_ question: Question, completion: @escaping Completion) -> Ticket? {
        let pending = Pending(owner: self, completion: completion)
        let status = ub_resolve_async(
            context,
            question.name.ascii,
            Int32(question.type.rawValue),
            Int32(DNSRecord.internetClass),
            Unmanaged.passUnretained(pending).toOpaque(),
            Validator.callback,
            &pending.async
        )
        guard status == 0 else { return nil }
        self.pending[pending.async] = pending
        return Ticket(async: pending.async)
    }

    /// Forgets a question; its completion is not called.
    func cancel(_ ticket: Ticket) {
        // When cancelling fails the answer is on its way, and libunbound still holds the pointer.
        pending[ticket.async]?.completion = { _ in }
        if ub_cancel(context, ticket.async) == 0 { pending[ticket.async] = nil }
    }

    /// Calls back for everything that libunbound has finished.
    func process() {
        ub_process(context)
        // Not from within libunbound, since a completion may well ask the next question.
        let finished = finished
        self.finished = []
        for (completion, verdict) in finished { completion(verdict) }
    }

    private static let callback: ub_callback_type = { data, error, result in
        defer { ub_resolve_free(result) }
        guard let data else { return }
        let pending = Unmanaged<Pending>.fromOpaque(data).takeUnretainedValue()
        let owner = pending.owner
        guard owner.pending.removeValue(forKey: pending.async) != nil else { return }
        owner.finished.append((pending.completion, Verdict(error == 0 ? result?.pointee : nil)))
    }
}

extension Validator.Verdict {
    /// Reads libunbound's result; `nil` stands for a failure of libunbound itself.
    init(_ result: ub_result?) {
        isSecure = result?.secure ?? 0 != 0
        isBogus = result?.bogus ?? 0 != 0
        reason =
            result?.why_bogus.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
            ?? []
        let isAnswer = result?.rcode == 0 || result?.rcode == 3
        if let result, isAnswer, let packet = result.answer_packet, result.answer_len > 0 {
            message = try? DNSMessage.parse(
                Array(UnsafeRawBufferPointer(start: packet, count: Int(result.answer_len)))
            )
        } else {
            message = nil
        }
    }
}
