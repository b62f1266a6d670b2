import ProbeModel

/// Judges domains whose trouble is this machine's own port 25; silent where it is not, or was not judged.
///
/// Blames this machine only where its port 25 is stopped in some family that the domain has and works in none.
enum EgressEffect {
    static func judge(_ observation: DomainObservation, egress: [EgressReport]) -> Judgement? {
        let reports = relevant(observation, egress)
        guard !reports.isEmpty else { return nil }
        let onSMTP = observation.probes.filter { $0.endpoint.port == Endpoint.smtpPort }
        let answeredByOthers = Set(reports.filter(isAnsweredByOthers).map(\.family))
        let honest = onSMTP.filter { !answeredByOthers.contains($0.endpoint.address.family) }
        if honest.contains(where: \.outcome.speaksSMTP) { return nil }
        if let judgement = throughDevice(onSMTP, reports) { return judgement }
        if let judgement = untriedAsMailOwner(onSMTP, reports) { return judgement }
        // A 25 that works by turns explains why a mail host's fails, whatever the other family does.
        if let report = reports.first(where: { $0.verdict == .throttled }) {
            return Judgement(
                .degraded,
                "mail flows only now and then: port 25 out of this machine works and fails by turns "
                    + "(\(report.family.label))"
            )
        }
        if let judgement = contradicted(onSMTP, reports) { return judgement }
        if reports.contains(where: { $0.verdict == .open }) { return nil }
        let stopped = reports.filter(\.verdict.stopsMail)
        if !stopped.isEmpty { return Judgement(.blocked, sentence(stopped)) }
        if reports.allSatisfy({ $0.verdict == .offline }) {
            return Judgement(
                .inconclusive,
                "this machine is offline: nothing that was asked answers on any port"
            )
        }
        return doubt(onSMTP, reports)
    }

    /// Whether what answers on 25 is not the host asked for, or may well not be.
    private static func isAnsweredByOthers(_ report: EgressReport) -> Bool {
        report.verdict == .intercepted || isContradicted(report)
            || report.verdict == .locallyBlocked
                && report.evidence.contains { $0.id == .endsAtSelf }
    }

    private static func isContradicted(_ report: EgressReport) -> Bool {
        report.verdict == .inconclusive
            && report.evidence.contains { InterceptionSign.contradictions.contains($0.id) }
    }

    /// Mail hosts that answer in a family where signs say that somebody else does, without proof.
    private static func contradicted(
        _ onSMTP: [ProbeObservation],
        _ reports: [EgressReport]
    ) -> Judgement? {
        let doubtful = reports.filter { report in
            isContradicted(report)
                && onSMTP.contains {
                    $0.outcome.speaksSMTP && $0.endpoint.address.family == report.family
                }
        }
        guard let sign = doubtful.first?.evidence.first else { return nil }
        return Judgement(
            .inconclusive,
            "port 25 answers, and whether the mail hosts do or somebody on the way could not be told "
                + "(\(doubtful.familyList)): \(sign.message)"
        )
    }

    /// The reports for the families in which the domain's hosts were tried.
    private static func relevant(
        _ observation: DomainObservation,
        _ egress: [EgressReport]
    ) -> [EgressReport] {
        let families = observation.triedFamilies
        return egress.filter { families.contains($0.family) && $0.verdict != .unavailable }
    }

    /// Mail that goes through a device in between which hands it to the right host.
    private static func throughDevice(
        _ onSMTP: [ProbeObservation],
        _ reports: [EgressReport]
    ) -> Judgement? {
        let passing = reports.filter { report in
            report.verdict == .intercepted && report.reachesHost == true
                && onSMTP.contains {
                    $0.outcome == .ready && $0.endpoint.address.family == report.family
                }
        }
        guard !passing.isEmpty else { return nil }
        return Judgement(
            .degraded,
            "mail can flow, but a device on the way answers port 25 in the mail hosts' place "
                + "(\(passing.familyList))"
        )
    }

    /// A firewall that lets out the user that runs Postfix alone, who could not be tried with these hosts.
    ///
    /// That another host answers that user proves nothing of the domain's own.
    private static func untriedAsMailOwner(
        _ onSMTP: [ProbeObservation],
        _ reports: [EgressReport]
    ) -> Judgement? {
        let families = Set(reports.filter(\.isOpenToMailOwnerAlone).map(\.family))
        guard !families.isEmpty,
            !onSMTP.contains(where: \.isAsMailOwner),
            onSMTP.contains(where: { families.contains($0.endpoint.address.family) })
        else { return nil }
        return Judgement(
            .inconclusive,
            "this machine's firewall opens port 25 to the user that runs Postfix alone, and the mail hosts were not "
                + "tried in that user's name"
        )
    }

    private static func sentence(_ reports: [EgressReport]) -> String {
        guard let first = reports.first else { return "" }
        let what: String
        switch (first.verdict, first.method) {
        case (.locallyBlocked, _): what = "is stopped by this machine's own firewall"
        case (.intercepted, _):
            what = "is answered by a device on the way, not by the host asked for"
        case (_, .drop): what = "is dropped on the way"
        case (_, .reset): what = "is reset on the way"
        case (_, .icmp): what = "is refused on the way, by ICMP"
        default: what = "is stopped on the way"
        }
        return "port 25 out of this machine \(what) (\(reports.familyList))" + place(first)
    }

    private static func place(_ report: EgressReport) -> String {
        guard report.verdict != .locallyBlocked, let hop = report.blockedAt else { return "" }
        let who = hop.name?.description ?? hop.address?.description
        let preposition = report.verdict == .intercepted ? "at" : "at or just after"
        return ", \(preposition) hop \(hop.distance)" + (who.map { ", \($0)" } ?? "")
    }

    /// Port 25 fails, and it could not be told whether the remote or this machine's way out is to blame.
    private static func doubt(
        _ onSMTP: [ProbeObservation],
        _ reports: [EgressReport]
    ) -> Judgement? {
        let isSilent = onSMTP.allSatisfy { $0.outcome.isFailedConnect }
        guard isSilent,
            reports.allSatisfy({ $0.verdict == .inconclusive || $0.verdict == .offline })
        else { return nil }
        let reason = reports.flatMap(\.evidence).first.map { ": \($0.message)" } ?? ""
        return Judgement(
            .inconclusive,
            "port 25 of the mail hosts does not answer, and whether this machine's way out is to blame "
                + "could not be told" + reason
        )
    }
}

extension EgressVerdict {
    /// Whether mail over port 25 does not get where it should.
    var stopsMail: Bool { self == .blocked || self == .locallyBlocked || self == .intercepted }
}

extension Sequence where Element == EgressReport {
    /// The families' names, for a sentence.
    var familyList: String { map(\.family.label).joined(separator: ", ") }
}
