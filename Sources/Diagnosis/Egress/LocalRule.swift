import ProbeModel

/// Says `locally-blocked` where this machine's own firewall or policy stops port 25.
///
/// Silent unless other ports get out, because a machine that is offline denies everything. Signs: the kernel refuses the connect;
/// an ICMP error comes from one of our own addresses; SYNs to 25 could not leave while others could; a reset comes
/// faster than any wire; the connection ends at this very machine. Where the user that
/// runs Postfix gets through, mail is fine, and the verdict is `open`.
enum LocalRule {
    /// A reset at the first hop within this time comes from no router; a local one takes a tenth of it.
    static let fasterThanAnyWire = Duration.microseconds(150)

    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        guard observation.referenceProbes.contains(where: \.isConnected),
            let sign = sign(observation)
        else { return nil }
        if let owner = observation.mailOwnerProbe, owner.outcome.isConnected,
            sign.evidence.id != .endsAtSelf
        {
            let passes = Evidence(
                .mailOwnerPasses,
                "this user is denied port 25, and the user that runs Postfix connects to \(owner.endpoint)"
            )
            return EgressOpinion(
                verdict: .open,
                confidence: .conclusive,
                evidence: [passes, sign.evidence]
            )
        }
        return EgressOpinion(
            verdict: .locallyBlocked,
            method: sign.method,
            confidence: .conclusive,
            evidence: [sign.evidence]
        )
    }

    private typealias Sign = (method: BlockMethod?, evidence: Evidence)

    private static func sign(_ observation: EgressObservation) -> Sign? {
        denied(observation) ?? redirected(observation) ?? unsent(observation) ?? reset(observation)
    }

    private static func denied(_ observation: EgressObservation) -> Sign? {
        let probes = observation.smtpProbes
        guard let first = probes.first(where: { $0.outcome == .deniedLocally }),
            probes.allSatisfy({ !$0.isConnected })
        else { return nil }
        if let icmp = first.icmp, let sender = icmp.sender {
            return (
                .icmp,
                Evidence(
                    .deniedLocally,
                    "an ICMP error (type \(icmp.type), code \(icmp.code)) answers SYNs to port 25 from "
                        + "this machine's own address \(sender)"
                )
            )
        }
        let error = first.systemError.map { "\($0.call) says \($0.name)" } ?? "the kernel refuses"
        return (nil, Evidence(.deniedLocally, "\(error) for port 25 at once, without any packet"))
    }

    private static func redirected(_ observation: EgressObservation) -> Sign? {
        guard
            let pair = observation.traces.first(where: {
                $0.smtp.endsAtSelf && !$0.reference.endsAtSelf
            })
        else { return nil }
        return (
            nil,
            Evidence(
                .endsAtSelf,
                "a connection to port 25 of \(pair.smtp.address) ends at this very machine"
            )
        )
    }

    /// The kernel counts retransmitted SYNs that could not leave; that count rose by all of ours to port 25.
    ///
    /// Other programs' SYNs count as well, so that hosts of two operators must be silent, and
    /// no router may have seen a SYN to port 25.
    private static func unsent(_ observation: EgressObservation) -> Sign? {
        guard let unsent = observation.unsentSYNs else { return nil }
        let silent = observation.smtpProbes.filter { $0.outcome == .timeout }
        let retransmits = silent.compactMap(\.synRetransmits).reduce(0, +)
        guard retransmits > 0, unsent >= retransmits,
            observation.failingControls.operatorCount >= 2,
            observation.smtpProbes.allSatisfy({ !$0.isConnected }),
            observation.traces.allSatisfy(\.smtp.answeredDistances.isEmpty)
        else { return nil }
        return (
            .drop,
            Evidence(
                .unsentSYNs,
                "\(unsent) SYNs could not leave this machine (TCPRetransFail) while \(retransmits) to port 25 were due"
            )
        )
    }

    private static func reset(_ observation: EgressObservation) -> Sign? {
        for pair in observation.traces {
            guard
                let first = pair.smtp.probes.first(where: {
                    $0.distance == 1 && $0.answer == .reset
                }),
                let time = first.roundTrip, time < fasterThanAnyWire,
                pair.reference.probes.contains(where: {
                    $0.distance == 1 && $0.answer == .timeExceeded
                })
            else { continue }
            return (
                .reset,
                Evidence(
                    .resetLocally,
                    "a SYN to port 25 that may not pass the first router is reset after "
                        + "\(time.components.attoseconds / 1_000_000_000_000) µs"
                )
            )
        }
        return nil
    }
}
