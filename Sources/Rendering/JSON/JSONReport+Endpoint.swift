import ProbeModel

extension JSONReport {
    /// One probe.
    func endpoint(_ probe: ProbeObservation) -> JSONValue {
        [
            "address": .address(probe.endpoint.address),
            "family": .name(probe.endpoint.address.family),
            "port": .number(probe.endpoint.port),
            "tls_mode": .name(probe.endpoint.tlsMode),
            "outcome": .name(probe.outcome),
            "phase": .name(probe.phase),
            "error": .text(probe.systemError?.name),
            "system_call": .text(probe.systemError?.call),
            "icmp_from": .address(probe.icmp?.sender),
            "icmp": probe.icmp.map { icmp($0) } ?? .null,
            "syn_retransmits": .number(probe.synRetransmits),
            "reply": reply(probe.reply),
            "greeting": .text(probe.greeting?.summary),
            "used_helo": .bool(probe.usedHELO),
            "capabilities": .texts(probe.capabilities.list.map(\.line)),
            "clear_capabilities": .texts(probe.clearCapabilities.list.map(\.line)),
            "starttls": startTLS(probe.startTLS),
            "acceptance": .name(probe.acceptance),
            "acceptance_reply": reply(probe.acceptanceReply),
            "tls": probe.tls.map { tls($0) } ?? .null,
            "tls_error": .text(probe.tlsError),
            "raw_bytes": probe.rawBytes.isEmpty
                ? .null : .string(SafeText.escape(probe.rawBytes)),
            "as_mail_owner": .bool(probe.isAsMailOwner),
            "timings_ms": timings(probe.timings),
        ]
    }

    func icmp(_ error: ICMPError) -> JSONValue {
        [
            "type": .number(error.type), "code": .number(error.code),
            "from": .address(error.sender),
        ]
    }

    private func reply(_ reply: Reply?) -> JSONValue {
        guard let reply else { return .null }
        return [
            "code": .number(reply.code.value),
            "enhanced_code": .text(reply.enhancedCode?.description),
            "text": .text(reply.text),
            "lines": .texts(reply.lines.map { SafeText.escape($0) }),
        ]
    }

    private func startTLS(_ result: StartTLSResult) -> JSONValue {
        switch result {
        case .notOffered: return ["result": .text("not-offered"), "message": .null]
        case .notTried: return ["result": .text("not-tried"), "message": .null]
        case .established: return ["result": .text("established"), "message": .null]
        case .refused(let reply):
            return ["result": .text("refused"), "message": .text(reply.summary)]
        case .failed(let reason): return ["result": .text("failed"), "message": .text(reason)]
        }
    }

    private func tls(_ tls: TLSObservation) -> JSONValue {
        [
            "version": .text(tls.version),
            "cipher": .text(tls.cipher),
            "verified": .bool(tls.verified),
            "error": .text(tls.error),
            "names": .texts(tls.names),
            "not_after": .time(tls.notAfter),
            "dane": .name(tls.dane),
        ]
    }

    private func timings(_ timings: ProbeTimings) -> JSONValue {
        [
            "connect": .duration(timings.connect),
            "greeting": .duration(timings.greeting),
            "ehlo": .duration(timings.ehlo),
            "starttls": .duration(timings.starttls),
            "acceptance": .duration(timings.acceptance),
            "total": .duration(timings.total),
        ]
    }
}
